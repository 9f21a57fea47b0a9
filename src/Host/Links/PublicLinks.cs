using Marketplace.Application.Ports;
using Marketplace.Host.Adapters;

namespace Marketplace.Host.Links;

/// <summary>Addresses of the pages of <see cref="LinkPages"/> at <c>PublicUrl</c>, or at the address that this host listens on.</summary>
public sealed class PublicLinks(OwnAddress own) : IPublicLinks
{
    /// <inheritdoc />
    public Task<Uri> ConfirmEmailAsync(string token, CancellationToken cancellation) => At(LinkPages.ConfirmEmail, token, cancellation);

    /// <inheritdoc />
    public Task<Uri> CancelContactChangeAsync(string token, CancellationToken cancellation) => At(LinkPages.CancelContactChange, token, cancellation);

    /// <inheritdoc />
    public Task<Uri> ReceiptsAsync(string token, CancellationToken cancellation) => At(LinkPages.Receipts, token, cancellation);

    private async Task<Uri> At(string page, string token, CancellationToken cancellation) =>
        new(await own.ResolveAsync(cancellation), $"{page}?token={Uri.EscapeDataString(token)}");
}
