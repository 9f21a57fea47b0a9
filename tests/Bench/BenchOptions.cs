namespace Marketplace.Bench;

/// <summary>What to measure, how long, and where the results go.</summary>
internal sealed record BenchOptions
{
    public const string Usage = """
        dotnet run -c Release --project tests/Bench -- [options]
          --quick             one short run of everything (about 3 minutes)
          --smoke             hardly anything of everything: whether it works, not how fast it is
          --audit             what a history that can be trusted costs, and nothing else (about 5 minutes)
          --growth            ten million events, ten minutes of load, a rebuild of all views, and nothing else (about 45 minutes)
          --host FOLDER       with --growth: a published host bears the load (build/publish.sh FOLDER), without the bench's own command
          --start FOLDER      how soon a published host (build/publish.sh FOLDER) answers, and nothing else
          --only NAMES        only the workloads whose names begin with one of these, by comma
          --rounds N          how often each is measured, one after the other in turn
          --seconds N         how long each is measured in a round
          --json FILE         write the results as JSON
          --docs              write the results into docs/performance.md
          --peer NAME=FILE    results of a peer on this machine as JSON: { "ordersPerSecond": 7.7, "historyPerSecond": 120 }
          --list              the names of the workloads
        """;

    public int Rounds { get; init; } = 5;

    public double Seconds { get; init; } = 6;

    /// <summary>Before each workload is measured for the first time; later rounds find it warm.</summary>
    public double WarmUpSeconds { get; init; } = 5;

    /// <summary>How many call at once.</summary>
    public int Callers { get; init; } = 64;

    /// <summary>Customers with a wallet; each is a stream that commands meet on.</summary>
    public int Wallets { get; init; } = 1_000;

    /// <summary>Customers with a purchase history, of <see cref="OrdersEach"/> orders.</summary>
    public int Histories { get; init; } = 64;

    /// <summary>More than one page of 20.</summary>
    public int OrdersEach { get; init; } = 22;

    /// <summary>The lengths of the histories that the auditor is measured on, ascending.</summary>
    public IReadOnlyList<long> Events { get; init; } = [200_000, 1_000_000];

    /// <summary>How many events a full store has.</summary>
    public long Grown { get; init; } = 10_000_000;

    /// <summary>How long the host is under load of all kinds.</summary>
    public double LoadSeconds { get; init; } = 600;

    public bool Audit { get; init; }

    public bool Growth { get; init; }

    /// <summary>The folder of a published host whose start is measured.</summary>
    public string? Start { get; init; }

    /// <summary>The folder of a published host that bears the long load; null when the bench's own does.</summary>
    public string? Host { get; init; }

    public IReadOnlyList<string> Only { get; init; } = [];

    public string? Json { get; init; }

    public bool Docs { get; init; }

    public bool List { get; init; }

    public string? Peer { get; init; }

    public BenchOptions Quick() => this with { Rounds = 3, Seconds = 1.7, WarmUpSeconds = 4, Wallets = 1_000, Histories = 16, Events = [50_000, 200_000], Grown = 1_000_000, LoadSeconds = 60 };

    public BenchOptions Smoke() => this with { Rounds = 1, Seconds = 0.2, WarmUpSeconds = 0.1, Callers = 8, Wallets = 16, Histories = 1, Events = [4_000, 6_000], Grown = 20_000, LoadSeconds = 2 };

    /// <exception cref="ArgumentException">A word that means nothing.</exception>
    public static BenchOptions Parse(string[] args)
    {
        var (options, words) = (new BenchOptions(), new Queue<string>(args));
        while (words.TryDequeue(out var word))
        {
            options = word switch
            {
                "--quick" => options.Quick(),
                "--smoke" => options.Smoke(),
                "--audit" => options with { Audit = true },
                "--growth" => options with { Growth = true },
                "--start" => options with { Start = Path.GetFullPath(Value()) },
                "--host" => options with { Host = Path.GetFullPath(Value()) },
                "--only" => options with { Only = Value().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) },
                "--rounds" => options with { Rounds = (int)Number() },
                "--seconds" => options with { Seconds = Number() },
                "--json" => options with { Json = Path.GetFullPath(Value()) },
                "--docs" => options with { Docs = true },
                "--peer" => options with { Peer = Value() },
                "--list" => options with { List = true },
                _ => throw new ArgumentException($"What is «{word}»?\n{Usage}"),
            };

            string Value() => words.TryDequeue(out var value) ? value : throw new ArgumentException($"{word} needs a value.\n{Usage}");
            double Number() => double.TryParse(Value(), System.Globalization.CultureInfo.InvariantCulture, out var n) && n > 0
                ? n
                : throw new ArgumentException($"{word} needs a positive number.\n{Usage}");
        }

        if (options.Host is null) return options;
        if (!options.Growth) throw new ArgumentException($"--host belongs to --growth.\n{Usage}");
        return File.Exists(Path.Combine(options.Host, "Marketplace.Host")) ? options : throw new ArgumentException($"{options.Host} has no published host. Publish one: build/publish.sh {options.Host}");
    }

    public bool Wants(string workload) => Only.Count == 0 || Only.Any(o => workload.StartsWith(o, StringComparison.OrdinalIgnoreCase));
}
