using Marketplace.Host.Adapters;
using Marketplace.Host.Callbacks;

namespace Marketplace.Host.Development.Simulators;

/// <summary>The SMS gateway's API, and the developer's view of what was sent.</summary>
internal static class MessageEndpoints
{
    public static void MapSms(this RouteGroupBuilder simulators)
    {
        simulators.MapPost("/sms/messages", TakeAsync);
        simulators.MapPost("/sms/calls", CallAsync);
    }

    public static void MapDevMessages(this RouteGroupBuilder dev) => dev.MapGet("/messages", ListAsync);

    private static async Task<IResult> TakeAsync(HttpContext context, SignedCallback signed, DevMessages messages, SmsReports reports, TimeProvider clock)
    {
        var request = await signed.ReadAsync<SmsRequest>(context, ProviderNames.Sms);
        if (request.IsRefused) return request.Refusal;
        var (id, to, text) = request.Body;
        if (await messages.AddAsync(MessageChannel.Sms, to, text, clock.GetUtcNow(), id, CancellationToken.None)) await reports.OweAsync(id, to);
        return Results.Accepted();
    }

    private static async Task<IResult> CallAsync(HttpContext context, SignedCallback signed, DevMessages messages, TimeProvider clock)
    {
        var request = await signed.ReadAsync<CallRequest>(context, ProviderNames.Sms);
        if (request.IsRefused) return request.Refusal;
        var (id, to, digits) = request.Body;
        await messages.AddAsync(MessageChannel.Call, to, $"Звонок с номера, который заканчивается на {digits}", clock.GetUtcNow(), id, CancellationToken.None);
        return Results.Accepted();
    }

    private static async Task<IResult> ListAsync(string? to, DevMessages messages, CancellationToken cancellation) =>
        Results.Json(await messages.ListAsync(string.IsNullOrWhiteSpace(to) ? null : to, cancellation), ProviderJson.Strict);
}
