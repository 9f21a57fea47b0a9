using Marketplace.Host.Adapters;
using Marketplace.Host.Callbacks;

namespace Marketplace.Host.Development.Simulators;

/// <summary>The bank's API.</summary>
internal static class BankEndpoints
{
    public static void MapBank(this RouteGroupBuilder simulators) => simulators.MapPost("/bank/operations", OperateAsync);

    private static async Task<IResult> OperateAsync(HttpContext context, SignedCallback signed, BankSimulator bank, SimulatorAnswers answers)
    {
        var request = await signed.ReadAsync<BankRequest>(context, ProviderNames.Bank);
        if (request.IsRefused) return request.Refusal;
        if (request.Body is SendPayout { Amount: <= 0 }) return CallbackRefusals.Malformed();
        return await answers.AnswerAsync(context, await bank.HearAsync(request.Body));
    }
}
