using Marketplace.Host.Callbacks;
using Microsoft.Extensions.Options;

namespace Marketplace.Host.Development.Simulators;

/// <summary>Turns what a simulator heard into an HTTP answer, or into none.</summary>
public sealed class SimulatorAnswers(IOptions<SimulatorOptions> options, IHostApplicationLifetime lifetime)
{
    /// <summary>200 with the reply, 409 for a reused reference, or a long silence.</summary>
    public async Task<IResult> AnswerAsync<TReply>(HttpContext context, Heard<TReply> heard)
        where TReply : class
    {
        if (heard.Silent) await StaySilentAsync(context);
        if (heard.Silent) return Results.StatusCode(StatusCodes.Status504GatewayTimeout);
        return heard.Reply is { } reply ? Results.Json(reply, ProviderJson.Strict) : Results.StatusCode(StatusCodes.Status409Conflict);
    }

    // It ends early when the caller leaves, and when the host stops, which otherwise would wait for this request.
    private async Task StaySilentAsync(HttpContext context)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        await Task.Delay(options.Value.Silence, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
