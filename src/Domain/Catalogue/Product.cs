using Marketplace.Domain.Values;

namespace Marketplace.Domain.Catalogue;

/// <summary>Something that is sold.</summary>
/// <param name="Sku">The stock-keeping unit: its identity.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Category">What kind of thing it is (S61).</param>
/// <param name="Price">What one unit costs everybody.</param>
/// <param name="MemberPrice">What one unit costs a signed-in customer, when that is less (S80).</param>
/// <param name="Available">Whether it is on sale; how many there are is its stock.</param>
public sealed record Product(string Sku, string Name, string Category, Money Price, Money? MemberPrice, bool Available);
