"""What could identify a patient is found in several countries' forms, and what looks like it is left alone."""

from __future__ import annotations

import pytest

from assistant.planning.privacy import find_personal_data, names_a_patient, without_personal_data

# All made up; the numbers have valid check digits.
PATIENTS = [
    "Our patient Maria Lopez, born 12.03.1961, waits.",
    "Mr John Smith (DOB 04/05/1960) relapsed.",
    "Her NHS number is 943 476 5919.",
    "Il suo codice fiscale: RCCMNL83S18D969H",
    "Frau Schneider, geb. 3.4.1958, hat ein Lymphom.",
    "MRN 00123456 was referred too late.",
    "La patiente Jeanne Martin, née le 4 mai 1955, attend.",
    "Record number 4471-88 shows the delay.",
    "Last week PESEL 44051401359 waited again.",
    "NIR 2 95 10 99 126 111 93",
    "Su DNI es 54362315K.",
    "Our patient's phone is +49 170 1234567.",
    "You can write to her at anna.b@example.org.",
    "Fallnummer: 99-12345",
    "A patient with personnummer 880320-0016",
    "Patientin Anna Weber, 54, Lymphom",
]
OTHERS = [
    "We have 12,000 euros and one part-time nurse.",
    "In 2026, 120000000 euros were spent on 4500 patients.",
    "The region has 1 200 000 people.",
    "We treat 40 patients in 2027 and have 12-14 slots in 2026-2027.",
    "Our meeting is on 12.03.2027 with Dr Anna Weber of the regional hospital.",
    "The budget is 943 476 591 forint.",
    "250 000 CHF from 1 January 2027 to 31 December 2028",
    "Mrs Rossi chairs our foundation in Turin. Lymphoma patients are referred late.",
    "Patient Advocates Europe helps us.",
    "We support patients: info@example.org, helpline 0800 123456.",
]


@pytest.mark.parametrize("text", PATIENTS)
def test_data_of_a_patient_are_found(text: str) -> None:
    assert names_a_patient(text)


@pytest.mark.parametrize("text", OTHERS)
def test_money_dates_staff_and_organisations_are_no_patients_data(text: str) -> None:
    assert not names_a_patient(text)


def test_the_name_beside_a_date_of_birth_is_taken_out_with_it() -> None:
    cleaned = without_personal_data("Our patient Maria Lopez, born 12.03.1961, waits in Cork.")
    assert "Lopez" not in cleaned
    assert "1961" not in cleaned
    assert cleaned.endswith("waits in Cork.")


def test_contact_details_of_an_organisation_are_found_but_are_no_patients() -> None:
    (found,) = find_personal_data("Contact: info@example.org")
    assert (found.kind, found.patient) == ("e-mail address", False)


def test_a_finding_says_where_it_stands_and_repeats_nothing() -> None:
    text = "Record number 4471-88 shows the delay."
    (found,) = (f for f in find_personal_data(text) if f.kind == "record number")
    assert text[found.start : found.end] == "4471-88"
    assert "4471" not in repr(found)


@pytest.mark.parametrize(
    ("text", "name", "kept"),
    [
        ("The last one was hospital record number 4471-88, Mr Tobias Anquetil, who waited.", "Anquetil", "who waited"),
        ("A line of it: Antonio Belmonte Ruiz, DNI 54362315K, alive in May.", "Belmonte", "alive in May"),
        (
            "We have 5 nurses for CAR T. Pani Halina Wrona, PESEL 44051401359, came in May.",
            "Wrona",
            "5 nurses for CAR T",
        ),
        ("The list begins with Nordby, MRN 00123456, and goes on.", "Nordby", "and goes on"),
        ("See Harold T. Whitcomb, MRN 00123456. Since then Whitcomb has waited in Boise.", "Whitcomb", "in Boise"),
    ],
)
def test_a_name_beside_a_patients_number_goes_with_it_wherever_it_stands(text: str, name: str, kept: str) -> None:
    cleaned = without_personal_data(text)
    assert name not in cleaned
    assert kept in cleaned


def test_a_telephone_number_is_no_national_number() -> None:
    text = "Dr Amara Okafor leads the unit; ring 0113 496 0127 or write to unit@example.org."
    assert not names_a_patient(text)
    assert {found.kind for found in find_personal_data(text)} == {"phone number", "e-mail address"}
