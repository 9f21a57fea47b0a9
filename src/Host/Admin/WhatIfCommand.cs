using System.Globalization;
using Marketplace.Application.Audit.WhatIf;
using Marten;
using Npgsql;

namespace Marketplace.Host.Admin;

/// <summary>
/// <c>what-if --policy FILE [--customer ID]</c> replays one account or all of them under other numbers (U6), into a scratch schema. The
/// history and everything that follows from it are only read.
/// </summary>
public sealed class WhatIfCommand
{
    /// <summary>The word of the command line that asks for it.</summary>
    public const string Word = "what-if";

    /// <summary>It was replayed, whatever came of it.</summary>
    public const int Replayed = 0;

    /// <summary>An argument or the file is unusable, or no schema may be made; nothing was replayed.</summary>
    public const int BadInput = 2;

    private readonly CommandOptions options;

    private WhatIfCommand(CommandOptions options) => this.options = options;

    /// <summary>What is left of the command line for the host.</summary>
    public IReadOnlyList<string> HostArguments => options.HostArguments;

    /// <summary>Reads the command line; null when something else is asked for.</summary>
    public static WhatIfCommand? From(IReadOnlyList<string> args) =>
        args is [Word, ..] ? new WhatIfCommand(new CommandOptions(args.Skip(1), ["--policy", "--customer"], [])) : null;

    /// <summary>Replays: a line of CSV for each difference, and a summary to the errors.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(IDocumentStore store, WhatIfReplay replay, TimeProvider clock, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        var customer = Guid.TryParse(options["--customer"], out var id) ? id : (Guid?)null;
        if (options["--policy"] is not { Length: > 0 } path || (customer is null && options["--customer"] is not null))
        {
            await errors.WriteLineAsync("Usage: what-if --policy FILE [--customer ID]");
            return BadInput;
        }

        try
        {
            var change = PolicyChange.Read(await File.ReadAllTextAsync(path, cancellation));
            await RunAsync(store, replay.RunAsync(change, customer, 0, cancellation), new Progress(errors, "replayed", "accounts", clock), output, errors, cancellation);
            return Replayed;
        }
        catch (Exception e) when (e is PolicyChangeException or IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync(e.Message);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            await errors.WriteLineAsync($"The replay needs a role that may make the schema {ScratchSchema.Name}, such as the owner of the database: {e.MessageText}");
        }

        return BadInput;
    }

    private static async Task RunAsync(IDocumentStore store, IAsyncEnumerable<ReplayedCustomer> accounts, Progress progress, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        await using var scratch = await ScratchSchema.MakeAsync(store, cancellation);
        await output.WriteLineAsync("customer,what,stream,at,recorded,replayed");
        var (count, differing, sums) = (0L, 0L, new SortedDictionary<string, (long Recorded, long Replayed, long Times)>(StringComparer.Ordinal));
        await foreach (var account in accounts)
        {
            progress.At(++count);
            var differences = WhatIfDifference.Of(account).ToList();
            if (differences.Count > 0) differing++;
            foreach (var d in differences)
            {
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{d.CustomerId},{d.What},{d.StreamId},{d.At?.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ},{d.Recorded},{d.Replayed}"));
                var sum = sums.GetValueOrDefault(d.What);
                sums[d.What] = checked((sum.Recorded + (d.Recorded ?? 0), sum.Replayed + (d.Replayed ?? 0), sum.Times + 1));
            }

            await scratch.WriteAsync(account, cancellation);
        }

        await scratch.KeepAsync(cancellation);
        await errors.WriteLineAsync($"{count} accounts replayed, {differing} differ. The cards' streams are in {ScratchSchema.Name}.events, the differences in {ScratchSchema.Name}.differences.");
        foreach (var (what, sum) in sums) await errors.WriteLineAsync(what.StartsWith("points", StringComparison.Ordinal) ? $"  {what}: {sum.Recorded} → {sum.Replayed}" : $"  {what}: {sum.Times} times");
    }
}
