using Marketplace.Application.Customers;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Stock;
using Marketplace.Domain.Values;
using Marten;
using Marten.Schema;

namespace Marketplace.Host.Development;

/// <summary>
/// Fills an empty catalogue with goods of the categories that the shop sells (S61), and an empty warehouse with plenty of nearly
/// all of them, the same at every first start.
/// </summary>
public sealed class CatalogueSeed(TimeProvider clock) : IInitialData
{
    // Enough for whatever is tried out or measured.
    private const long Plenty = 1_000_000;

    private static readonly (string Category, string[] Things, string[] Kinds, long From)[] Shelves =
    [
        ("food", ["Чай", "Кофе", "Мёд", "Рис", "Гречка", "Шоколад", "Печенье", "Масло"], ["чёрный", "классический", "фермерский", "отборный"], 89_00),
        ("appliances", ["Чайник", "Тостер", "Блендер", "Утюг", "Пылесос", "Миксер", "Кофеварка", "Фен"], ["компактный", "стальной", "тихий", "умный"], 1_490_00),
        ("clothes", ["Футболка", "Рубашка", "Куртка", "Джинсы", "Свитер", "Платье", "Шапка", "Шарф"], ["хлопок", "лён", "шерсть", "деним"], 699_00),
        ("shoes", ["Кеды", "Ботинки", "Кроссовки", "Туфли", "Сандалии", "Сапоги", "Тапочки", "Мокасины"], ["белые", "чёрные", "замшевые", "летние"], 1_190_00),
        ("books", ["Роман", "Справочник", "Атлас", "Учебник", "Сказки", "Повесть", "Словарь", "Альбом"], ["в твёрдом переплёте", "карманный", "иллюстрированный", "подарочный"], 249_00),
        ("toys", ["Конструктор", "Кукла", "Пазл", "Мяч", "Машинка", "Кубики", "Мозаика", "Юла"], ["деревянный набор", "для малышей", "большой набор", "в коробке"], 199_00),
    ];

    private static readonly string[] Cities = ["Москва", "Санкт-Петербург", "Казань", "Екатеринбург", "Новосибирск"];

    /// <inheritdoc />
    public async Task Populate(IDocumentStore store, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        // Two hosts may start at once, and a stock can be opened only once.
        await session.LockAsync("catalogue-seed", cancellation);
        if (!await session.Query<Product>().AnyAsync(cancellation))
        {
            session.Store([.. Products()]);
            session.Store([.. PickupPoints()]);
        }

        if (!await session.Query<ProductStock>().AnyAsync(cancellation)) FillStock(session, clock.GetUtcNow());
        await session.SaveChangesAsync(cancellation);
    }

    private static void FillStock(IDocumentSession session, DateTimeOffset now)
    {
        foreach (var sku in Products().Select(p => p.Sku))
        {
            var id = StockIds.Of(sku);
            session.Events.StartStream<ProductStock>(id, SoldOut(sku) ? [new StockOpened(id, sku, now)] : [new StockOpened(id, sku, now), new StockReceived(id, Plenty, now)]);
        }
    }

    // Something to wait for in the waitlist, one of each category.
    private static bool SoldOut(string sku) => sku.EndsWith("-031", StringComparison.Ordinal);

    private static IEnumerable<Product> Products()
    {
        foreach (var (category, things, kinds, from) in Shelves)
        {
            var number = 0;
            foreach (var (thing, kind) in things.SelectMany(t => kinds.Select(k => (t, k))))
            {
                number++;
                // Prices grow along the shelf; the kopecks see to it that nothing divides evenly by accident.
                var price = new Money(from + number * 37_00 + number * 7 % 100);
                Money? member = number % 4 == 0 ? price - new Money(price.Kopecks / 10) : null;
                yield return new Product($"{category}-{number:000}", $"{thing} {kind}", category, price, member, Available: true);
            }
        }

        // Handy round and odd prices for trying things out.
        yield return new Product("books-900", "Открытка", "books", new Money(10_01), null, true);
        yield return new Product("books-901", "Блокнот", "books", new Money(100_00), null, true);
        yield return new Product("toys-900", "Наклейка", "toys", new Money(1), null, true);
        yield return new Product("appliances-900", "Холодильник", "appliances", new Money(59_999_99), new Money(57_499_99), true);
    }

    private static IEnumerable<PickupPoint> PickupPoints() => Cities.SelectMany((city, c) => Enumerable.Range(1, 4).Select(n =>
        new PickupPoint($"pvz-{c + 1}{n:00}", city, $"ул. Центральная, {n * 7}", Active: n != 4)));
}
