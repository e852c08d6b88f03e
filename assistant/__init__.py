"""The core of the Vision to Action Assistant: nouns, seams, pure logic, drivers and one wiring module."""
