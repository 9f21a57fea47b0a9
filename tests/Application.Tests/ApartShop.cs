namespace Marketplace.Application.Tests;

/// <summary>A shop of its own, for a test that breaks it or takes all that it has.</summary>
internal sealed class ApartShop : IDisposable
{
    private Shop? shop;

    public async Task<Shop> StartAsync()
    {
        shop = new Shop();
        await shop.InitializeAsync();
        return shop;
    }

    public void Dispose() => shop?.DisposeAsync().GetAwaiter().GetResult();
}
