using System.Text.Json;
using System.Text.RegularExpressions;
using JasperFx.Events.Projections;
using Marketplace.Application.Json;
using Marketplace.Application.Privacy;
using Marten;
using Npgsql;

namespace Marketplace.Application.Views;

/// <summary>What a comparison of one view found.</summary>
/// <param name="View">The document that it is stored as.</param>
/// <param name="Compared">How many documents there are, live or rebuilt.</param>
/// <param name="Differing">The ids of those that differ or are on one side only.</param>
public sealed record ComparedView(string View, long Compared, IReadOnlyList<Guid> Differing);

/// <summary>
/// Every state and view that is stored as a document follows from events. This proves it (U11, I16): the store's own daemon folds
/// them anew into a schema beside the live one, and the stored JSON and the columns beside it are compared byte for byte. Nobody may write meanwhile, or what
/// was written last is told as a difference.
/// </summary>
public sealed partial class RebuiltViews
{
    /// <summary>Where the views are folded anew; it is dropped afterwards.</summary>
    internal const string Schema = "marketplace_rebuilt";

    // The document is compared by itself; these say when, by which and how often it was written. Every other column is read by somebody.
    private const string BesideTheView = "{data,mt_last_modified,mt_dotnet_type,mt_version}";

    // By default the store gives up on a view after five minutes, however far it has come.
    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    private readonly IDocumentStore live;
    private readonly Func<StoreOptions> aside;
    private readonly JsonSerializerOptions revealing = Revealing();

    internal RebuiltViews(IDocumentStore live, Func<StoreOptions> aside) => (this.live, this.aside, Views) = (live, aside, [.. ViewsOf(aside())]);

    private IReadOnlyList<Type> Views { get; }

    /// <summary>Rebuilds every view from its events in the place of the live one. Readers see it empty for a while.</summary>
    /// <returns>The names of the views.</returns>
    public async Task<IReadOnlyList<string>> RebuildAsync(CancellationToken cancellation)
    {
        await RebuildAsync(live, cancellation);
        return [.. Views.Select(v => v.Name)];
    }

    /// <summary>Rebuilds every view beside the live one and compares them; the live ones are only read.</summary>
    public async Task<IReadOnlyList<ComparedView>> CompareAsync(CancellationToken cancellation)
    {
        await DropAsync(cancellation);
        try
        {
            await using var rebuilt = new DocumentStore(aside());
            await rebuilt.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
            await RebuildAsync(rebuilt, cancellation);
            List<ComparedView> compared = [];
            foreach (var view in Views) compared.Add(await CompareAsync(view, cancellation));
            return compared;
        }
        finally
        {
            await DropAsync(CancellationToken.None);
        }
    }

    private async Task RebuildAsync(IDocumentStore store, CancellationToken cancellation)
    {
        using var daemon = await store.BuildProjectionDaemonAsync();
        // Much of each is waiting: for the server, and for the store to begin and to end.
        var several = new ParallelOptions { MaxDegreeOfParallelism = 2 * Environment.ProcessorCount, CancellationToken = cancellation };
        await Parallel.ForEachAsync(Views, several, async (view, token) => await daemon.RebuildProjectionAsync(view, Patience, token));
    }

    private async Task<ComparedView> CompareAsync(Type view, CancellationToken cancellation)
    {
        var table = $"mt_doc_{view.Name.ToLowerInvariant()}";
        await using var connection = live.Storage.Database.CreateConnection();
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = $$"""
            select coalesce(l.id, r.id), l.data::text, r.data::text, to_jsonb(l) - '{{BesideTheView}}'::text[] is distinct from to_jsonb(r) - '{{BesideTheView}}'::text[]
            from {{MarketplaceStore.Schema}}.{{table}} l full join {{Schema}}.{{table}} r on r.id = l.id order by 1
            """;
        command.CommandTimeout = 600;
        var (count, differing) = (0L, new List<Guid>());
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            count++;
            if (row.IsDBNull(1) || row.IsDBNull(2) || row.GetBoolean(3) || !Same(view, row.GetString(1), row.GetString(2))) differing.Add(row.GetGuid(0));
        }

        return new ComparedView(view.Name, count, differing);
    }

    // A personal value is sealed anew whenever it is written, under a fresh nonce: of a box what is inside it is compared, of all
    // the rest the bytes.
    private bool Same(Type view, string one, string other)
    {
        if (one == other) return true;
        return Box().Replace(one, "") == Box().Replace(other, "") && Revealed(view, one) == Revealed(view, other);
    }

    private string Revealed(Type view, string json)
    {
        using var stored = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json));
        return JsonSerializer.Serialize(live.Options.Serializer().FromJson(view, stored), view, revealing);
    }

    private async Task DropAsync(CancellationToken cancellation)
    {
        await using var connection = live.Storage.Database.CreateConnection();
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand($"drop schema if exists {Schema} cascade", connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static IEnumerable<Type> ViewsOf(StoreOptions options) => options.Projections.All.OfType<ProjectionBase>()
        .Where(p => p.Lifecycle == ProjectionLifecycle.Inline).SelectMany(p => p.PublishedTypes()).Distinct().OrderBy(t => t.Name, StringComparer.Ordinal);

    private static JsonSerializerOptions Revealing()
    {
        var options = new JsonSerializerOptions();
        options.Converters.Add(new RevealingPii());
        MarketplaceJson.Configure(options);
        return options;
    }

    [GeneratedRegex("""
        "box": "[A-Za-z0-9+/=]*", 
        """)]
    private static partial Regex Box();
}
