"""What is asked of a publisher: a connector, a series, and the parameters that connector knows."""

from pydantic import BaseModel, ConfigDict, Field

from etl.errors import InputError


class BadQuery(InputError):
    """A query asks for what its connector does not know, or leaves out what it needs."""


class Query(BaseModel):
    """One question to one publisher.

    `connector` is the name of a file in `publishers/`, `series` the publisher's code of the series; each connector documents its `parameters`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    connector: str = Field(min_length=1)
    series: str = Field(min_length=1)
    parameters: dict[str, str] = {}

    def parameter(self, name: str, default: str | None = None) -> str:
        """The value of a parameter; raises BadQuery where it is missing and has no default."""
        value = self.parameters.get(name, "").strip()
        if value:
            return value
        if default is None:
            raise self.bad(f'parameter "{name}" is missing; write it')
        return default

    def values(self, name: str, default: str | None = None) -> list[str]:
        """A parameter of several values separated by `;`."""
        return [part.strip() for part in self.parameter(name, default).split(";") if part.strip()]

    def pairs(self, name: str) -> dict[str, str]:
        """An optional parameter of the form `A=1;B=2`."""
        pairs = {}
        for part in self.values(name, ""):
            key, sign, value = part.partition("=")
            if not sign or not key.strip():
                raise self.bad(f'parameter "{name}": "{part}" is no pair; write it as name=value, separated by ;')
            pairs[key.strip()] = value.strip()
        return pairs

    def choice(self, name: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """A parameter that has to be one of a few words."""
        value = self.parameter(name, default)
        if value not in allowed:
            raise self.bad(f'parameter "{name}": "{value}" is none of {", ".join(allowed)}')
        return value

    def bad(self, message: str) -> BadQuery:
        """The error that says what is wrong with this query."""
        return BadQuery(f"query {self.connector}:{self.series}: {message}")
