from tests.contract.stores import fresh_postgres, postgres, store

__all__ = ["fresh_postgres", "postgres", "store"]
