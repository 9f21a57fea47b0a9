namespace Marketplace.Application.Ports;

/// <summary>
/// Addresses of our own pages, for letters and messages. Opening one changes nothing, because mail scanners open links too:
/// the page asks its reader to confirm.
/// </summary>
public interface IPublicLinks
{
    /// <summary>Where an e-mail is proved (S17).</summary>
    /// <param name="token">The token of the link: never logged.</param>
    /// <param name="cancellation">Gives up waiting for the host to know its address.</param>
    Task<Uri> ConfirmEmailAsync(string token, CancellationToken cancellation);

    /// <summary>Where the change of a contact is objected to, without a session (D11).</summary>
    Task<Uri> CancelContactChangeAsync(string token, CancellationToken cancellation);

    /// <summary>Where the receipts of an order are read by whoever was sent the link (S53).</summary>
    Task<Uri> ReceiptsAsync(string token, CancellationToken cancellation);
}
