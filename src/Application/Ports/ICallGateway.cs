namespace Marketplace.Application.Ports;

/// <summary>The gateway for calls that tell a code by the number they come from. It throws when the call was not taken.</summary>
public interface ICallGateway
{
    /// <summary>Has the phone called once, from a number that ends with those digits; nobody needs to answer (S22).</summary>
    /// <param name="messageId">Ours; the gateway calls once per id, however often it is asked.</param>
    /// <param name="to">The number in E.164. Personal data: never logged.</param>
    /// <param name="lastDigits">The code: never logged.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    Task CallAsync(Guid messageId, string to, string lastDigits, CancellationToken cancellation);
}
