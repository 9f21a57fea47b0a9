using Marketplace.Bench.Measuring;

namespace Marketplace.Bench.Audit;

/// <summary>What one length of history took.</summary>
/// <param name="Events">How many events it has.</param>
/// <param name="ExportBytes">How large its export is.</param>
/// <param name="Export">Writing the export, from the database.</param>
/// <param name="FromFile">Verifying the export, with checkpoints and signatures, in each round.</param>
/// <param name="FromDatabase">Verifying the database.</param>
internal sealed record LengthResult(long Events, long ExportBytes, AuditorRun Export, IReadOnlyList<AuditorRun> FromFile, AuditorRun FromDatabase)
{
    /// <summary>The median of the rounds, in events a second.</summary>
    public double VerifiedPerSecond => Median.Of(FromFile.Select(r => Events / r.Elapsed.TotalSeconds));

    /// <summary>Of an export, in events a second.</summary>
    public double ExportedPerSecond => Events / Export.Elapsed.TotalSeconds;
}

/// <summary>What the audit costs one kind of writing.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Title">What it does.</param>
/// <param name="Callers">How many do it at once.</param>
/// <param name="Rounds">The rates of each round.</param>
internal sealed record CostResult(string Name, string Title, int Callers, IReadOnlyList<CostRound> Rounds);

/// <summary>One thing a second, in three databases one after the other.</summary>
/// <param name="Without">Without any audit.</param>
/// <param name="Leaves">With the trigger that writes leaves.</param>
/// <param name="Signed">With that, and with the signing beside it.</param>
internal sealed record CostRound(double Without, double Leaves, double Signed)
{
    /// <summary>The part of the rate that the leaves cost.</summary>
    public double OfLeaves => 1 - Leaves / Without;

    /// <summary>The part of the rate that the leaves and the signing cost.</summary>
    public double OfAll => 1 - Signed / Without;
}

/// <summary>All that was measured.</summary>
internal sealed record AuditResults(BenchOptions Options, string PostgresVersion, TimeSpan Elapsed, IReadOnlyList<LengthResult> Lengths, IReadOnlyList<CostResult> Costs);
