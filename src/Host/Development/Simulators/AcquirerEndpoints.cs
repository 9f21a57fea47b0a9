using Marketplace.Host.Adapters;
using Marketplace.Host.Callbacks;

namespace Marketplace.Host.Development.Simulators;

/// <summary>The acquirer's API, and the page on which a card's owner confirms.</summary>
internal static class AcquirerEndpoints
{
    public static void MapAcquirer(this RouteGroupBuilder simulators)
    {
        var acquirer = simulators.MapGroup("/acquirer");
        acquirer.MapPost("/operations", OperateAsync);
        acquirer.MapGet("/confirmations/{id:guid}", ShowAsync);
        acquirer.MapPost("/confirmations/{id:guid}/approval", (Guid id, AcquirerSimulator acquirer) => DecideAsync(id, true, acquirer));
        acquirer.MapPost("/confirmations/{id:guid}/decline", (Guid id, AcquirerSimulator acquirer) => DecideAsync(id, false, acquirer));
    }

    private static async Task<IResult> OperateAsync(HttpContext context, SignedCallback signed, AcquirerSimulator acquirer, SimulatorAnswers answers)
    {
        var request = await signed.ReadAsync<AcquirerRequest>(context, ProviderNames.Acquirer);
        if (request.IsRefused) return request.Refusal;
        if (!IsSound(request.Body)) return CallbackRefusals.Malformed();
        return await answers.AnswerAsync(context, await acquirer.HearAsync(request.Body));
    }

    private static bool IsSound(AcquirerRequest request) => request switch
    {
        AuthorisePayment authorise => authorise.Amount > 0,
        CapturePayment capture => capture.Amount > 0,
        RefundPayment refund => refund.Amount > 0,
        _ => true,
    };

    private static async Task<IResult> ShowAsync(Guid id, AcquirerSimulator acquirer) =>
        await acquirer.FindAsync(id) is { } payment ? ConfirmationPage.Of(payment) : Results.NotFound();

    // Saying the same again is fine; saying the opposite comes too late.
    private static async Task<IResult> DecideAsync(Guid id, bool approve, AcquirerSimulator acquirer)
    {
        if (await acquirer.DecideAsync(id, approve) is not { } move) return Results.NotFound();
        var approved = move.Next.Status is PaymentStatus.Authorised or PaymentStatus.Captured;
        var asWished = approve ? approved : move.Next.Status == PaymentStatus.Declined;
        return ConfirmationPage.Of(move.Next, asWished ? StatusCodes.Status200OK : StatusCodes.Status409Conflict);
    }
}
