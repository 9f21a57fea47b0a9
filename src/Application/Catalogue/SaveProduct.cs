using Marketplace.Domain.Catalogue;
using Marten;

namespace Marketplace.Application.Catalogue;

/// <summary>Puts a product into the catalogue, or changes it there. Orders that were placed keep their prices (S63).</summary>
public sealed record SaveProduct(Product Product);

/// <summary>Puts a pick-up point on the map, changes it, or opens and closes it for new orders (S68).</summary>
public sealed record SavePickupPoint(PickupPoint Point);

/// <summary>Handles <see cref="SaveProduct"/> and <see cref="SavePickupPoint"/>. The last word counts.</summary>
public static class SaveCatalogueHandler
{
    /// <summary>Keeps the product.</summary>
    public static Product Handle(SaveProduct command, IDocumentSession session)
    {
        if (ProductRules.Refuse(command.Product) is { } refused) throw new RefusedException(refused);
        session.Store(command.Product);
        return command.Product;
    }

    /// <summary>Keeps the point.</summary>
    public static PickupPoint Handle(SavePickupPoint command, IDocumentSession session)
    {
        if (ProductRules.Refuse(command.Point) is { } refused) throw new RefusedException(refused);
        session.Store(command.Point);
        return command.Point;
    }
}
