"""The steps from one shape of the plans' database to the next; `plan_store.py` takes them when it opens one."""
