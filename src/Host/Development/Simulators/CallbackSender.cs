using System.Net.Http.Headers;
using System.Text;
using Marketplace.Host.Adapters;
using Marketplace.Host.Callbacks;
using Npgsql;

namespace Marketplace.Host.Development.Simulators;

/// <summary>Delivers the callbacks that are due to <c>/api/callbacks/…</c> of this host, each try signed anew.</summary>
public sealed class CallbackSender(
    CallbackOutbox outbox,
    OwnAddress own,
    ProviderSecrets secrets,
    IHttpClientFactory clients,
    TimeProvider clock,
    IHostEnvironment environment,
    ILogger<CallbackSender> log) : BackgroundService
{
    /// <summary>The name of its HTTP client.</summary>
    public const string ClientName = "simulator-callbacks";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        SimulatorRegistration.RefuseOutsideDevelopment(environment);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (await AddressAsync(stoppingToken) is not { } address) return;
        while (true)
        {
            if (!await TryDeliverAsync(address, stoppingToken)) await Task.Delay(Pause, stoppingToken);
        }
    }

    // A host without a socket, as in-memory tests start one, cannot be called back; that is no reason to stop it.
    private async Task<Uri?> AddressAsync(CancellationToken cancellation)
    {
        try
        {
            return await own.ResolveAsync(cancellation);
        }
        catch (HttpRequestException failure)
        {
            log.LogWarning("No callbacks will be sent: {Failure}", failure.Message);
            return null;
        }
    }

    // The database may be away for a while; what is owed is still there afterwards.
    private async Task<bool> TryDeliverAsync(Uri address, CancellationToken cancellation)
    {
        try
        {
            var due = await outbox.TakeDueAsync(cancellation);
            await Parallel.ForEachAsync(InOrder(due), Limits(cancellation), async (callbacks, token) => await DeliverAsync(address, callbacks, token));
            return due.Count > 0;
        }
        catch (NpgsqlException failure)
        {
            log.LogWarning("Callbacks wait for the database: {Failure}", failure.SqlState ?? failure.GetType().Name);
            return false;
        }
    }

    // What is told of one payment is told one after another; different payments, and the two copies of a fact, race.
    private static IEnumerable<IEnumerable<DueCallback>> InOrder(IEnumerable<DueCallback> due) =>
        due.GroupBy(callback => (callback.Subject, callback.Copy));

    private static ParallelOptions Limits(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = 8, CancellationToken = cancellation };

    private async Task DeliverAsync(Uri address, IEnumerable<DueCallback> callbacks, CancellationToken cancellation)
    {
        foreach (var callback in callbacks)
        {
            var delivered = await PostAsync(address, callback, cancellation);
            if (!delivered && callback.Try == CallbackOutbox.MostTries)
                log.LogWarning("Callback {Id} of the {Provider} is given up after {Tries} tries", callback.Id, callback.Provider, callback.Try);
            await outbox.RecordAsync(callback, delivered, cancellation);
        }
    }

    private async Task<bool> PostAsync(Uri address, DueCallback callback, CancellationToken cancellation)
    {
        var body = Encoding.UTF8.GetBytes(callback.Body);
        using var client = clients.CreateClient(ClientName);
#pragma warning disable CA1308 // a path, not a comparison
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, $"api/callbacks/{callback.Provider.ToLowerInvariant()}"));
#pragma warning restore CA1308
        request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        MessageSignature.Of(body, secrets.Of(callback.Provider), clock.GetUtcNow()).AddTo(request.Headers);
        try
        {
            using var response = await client.SendAsync(request, cancellation);
            return response.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }
}
