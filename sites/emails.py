"""An email address as a login has it: however it is typed, it is one and the same."""


def same_email(text: str) -> str:
    return (text or "").strip().lower()
