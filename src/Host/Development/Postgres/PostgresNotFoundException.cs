namespace Marketplace.Host.Development.Postgres;

/// <summary>There is no usable PostgreSQL server on this machine. The message names the ways out; show it as it is.</summary>
public sealed class PostgresNotFoundException(string found) : Exception($"""
    No PostgreSQL server to start: {found}
    Do one of these, then start again:
      1. install your distribution's package:   apt-get install postgresql
      2. use a server you have:                 export ConnectionStrings__Marketplace="Host=…;Database=marketplace;Username=…;Password=…"
      3. start the one of compose.yaml:         docker compose up -d   (and set the connection string it names)
    """);
