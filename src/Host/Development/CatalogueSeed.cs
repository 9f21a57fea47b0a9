using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Values;
using Marten;
using Marten.Schema;

namespace Marketplace.Host.Development;

/// <summary>Fills an empty catalogue with goods of the categories that the shop sells (S61), the same at every first start.</summary>
public sealed class CatalogueSeed : IInitialData
{
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
        if (await session.Query<Product>().AnyAsync(cancellation)) return;
        session.Store([.. Products()]);
        session.Store([.. PickupPoints()]);
        await session.SaveChangesAsync(cancellation);
    }

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
                yield return new Product($"{category}-{number:000}", $"{thing} {kind}", category, price, member, Available: number % 31 != 0);
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
