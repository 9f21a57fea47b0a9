using Marketplace.Application.Catalogue;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Values;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Wolverine;

namespace Marketplace.Host.Catalogue;

/// <summary>A product as the shop sells it; <c>available</c> takes it off sale and puts it back. Prices are kopecks.</summary>
public sealed record ProductBody(string Name, string Category, long Price, long? MemberPrice = null, bool Available = true);

/// <summary>A pick-up point; one that is not active takes no new orders.</summary>
public sealed record PickupPointBody(string City, string Address, bool Active);

/// <summary>A product as it is kept; how many there are is the warehouse's business.</summary>
public sealed record ProductKept(string Sku, string Name, string Category, long Price, long? MemberPrice, bool Available);

/// <summary>How the shop changes its catalogue.</summary>
public static class AdminEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapCatalogueAdmin(this IEndpointRouteBuilder app)
    {
        var admin = app.MapGroup("/api/admin").WithTags("Admin").RequireAuthorization(Policies.Role("admin"));
        admin.MapPut("/products/{sku}", SaveProductAsync).WithSummary("Add or change a product; placed orders keep their prices (S61, S63, S80)")
            .Produces<ProductKept>()
            .Refuses("catalogue.sku-invalid", "catalogue.name-invalid", "catalogue.category-unknown", "catalogue.price-invalid", "catalogue.member-price-invalid");
        admin.MapPut("/pickup-points/{id}", SavePointAsync).WithSummary("Add or change a pick-up point, or close it for new orders (S68)")
            .Produces<PickupPoint>().Refuses("catalogue.pickup-point-id-invalid", "catalogue.address-invalid");
    }

    private static async Task<ProductKept> SaveProductAsync(string sku, ProductBody body, IMessageBus bus, CancellationToken cancellation)
    {
        Money? member = body.MemberPrice is { } kopecks ? new Money(kopecks) : null;
        var product = new Product(sku, body.Name, body.Category, new Money(body.Price), member, body.Available);
        var kept = await bus.InvokeAsync<Product>(new SaveProduct(product), cancellation);
        return new ProductKept(kept.Sku, kept.Name, kept.Category, kept.Price.Kopecks, kept.MemberPrice?.Kopecks, kept.Available);
    }

    private static Task<PickupPoint> SavePointAsync(string id, PickupPointBody body, IMessageBus bus, CancellationToken cancellation) =>
        bus.InvokeAsync<PickupPoint>(new SavePickupPoint(new PickupPoint(id, body.City, body.Address, body.Active)), cancellation);
}
