using System.Text.Json;
using Marketplace.Host.Catalogue;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Marketplace.Host.Http;

/// <summary>
/// Asks for some pages of its own before anybody can: what a page needs is found, loaded and compiled when it is first asked for, and the first
/// customer of a new host would wait for that (ADR 0013).
/// </summary>
public sealed class PagesBeforeListening(IServer server, ILogger<PagesBeforeListening> log) : IServer
{
    /// <summary>How often each page is asked for. After once the first customer's page still took five times as long as later ones.</summary>
    public const int Rounds = 10;

    // It is for speed alone: a database that is slow must not keep a host from starting.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public IFeatureCollection Features => server.Features;

    /// <inheritdoc />
    public async Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken) where TContext : notnull
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            for (var round = 0; round < Rounds; round++) await AskForAllAsync(application, patience.Token);
        }
        catch (Exception failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            log.LogWarning(
                "The first pages may be slow: not all could be asked for before the start ({Failure})",
                failure is HttpRequestException refused ? refused.Message : failure.GetType().Name);
        }

        await server.StartAsync(application, cancellationToken);
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => server.StopAsync(cancellationToken);

    /// <inheritdoc />
    public void Dispose() => server.Dispose();

    // Open to everybody, and answered without a trace: whether the databases answer, a search, and the product that it finds.
    private static async Task AskForAllAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellation) where TContext : notnull
    {
        await AskAsync(application, "/health/ready", "", cancellation);
        var found = await AskAsync(application, "/api/products", "?limit=1", cancellation);
        if (JsonSerializer.Deserialize<PageOf<ProductResponse>>(found, StrictJson.Options)?.Items is not [{ Sku: var sku }, ..]) return;
        await AskAsync(application, $"/api/products/{sku}", "", cancellation);
    }

    private static async Task<byte[]> AskAsync<TContext>(IHttpApplication<TContext> application, string path, string query, CancellationToken cancellation)
        where TContext : notnull
    {
        using var body = new MemoryStream();
        var answer = new Answer();
        var context = application.CreateContext(Request(path, query, answer, body, cancellation));
        Exception? failure = null;
        try
        {
            await application.ProcessRequestAsync(context);
        }
        catch (Exception e)
        {
            failure = e;
            throw;
        }
        finally
        {
            await answer.CompleteAsync();
            application.DisposeContext(context, failure);
        }

        return answer.StatusCode == StatusCodes.Status200OK ? body.ToArray() : throw new HttpRequestException($"{path}: {answer.StatusCode}");
    }

    private static FeatureCollection Request(string path, string query, Answer answer, Stream body, CancellationToken aborted)
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Protocol = HttpProtocol.Http11,
            Scheme = "http",
            Method = HttpMethods.Get,
            Path = path,
            QueryString = query,
            RawTarget = path + query,
            Headers = new HeaderDictionary { ["Host"] = "localhost" },
        });
        features.Set<IHttpResponseFeature>(answer);
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature { RequestAborted = aborted });
        return features;
    }

    // What a request registers for its end, as its services do to be disposed, a server has to run.
    private sealed class Answer : HttpResponseFeature
    {
        private readonly Stack<(Func<object, Task> Callback, object State)> atTheEnd = new();

        public override void OnCompleted(Func<object, Task> callback, object state) => atTheEnd.Push((callback, state));

        public async Task CompleteAsync()
        {
            while (atTheEnd.TryPop(out var next)) await next.Callback(next.State);
        }
    }
}

/// <summary>Has the host ask for pages of its own before it listens.</summary>
internal static class PagesBeforeListeningRegistration
{
    /// <summary>Puts it before the server that is registered.</summary>
    public static void AskForPagesBeforeListening(this IServiceCollection services)
    {
        var server = services.Last(s => s.ServiceType == typeof(IServer)).ImplementationType
            ?? throw new InvalidOperationException("The server is registered otherwise than by its type.");
        services.Replace(ServiceDescriptor.Singleton<IServer>(provider => new PagesBeforeListening(
            (IServer)ActivatorUtilities.CreateInstance(provider, server), provider.GetRequiredService<ILogger<PagesBeforeListening>>())));
    }
}
