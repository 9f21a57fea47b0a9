using Marketplace.Domain;

namespace Marketplace.Host.Http;

/// <summary>What is wrong with a request by its form alone, before anything is decided.</summary>
public static class RequestFaults
{
    /// <summary>Not JSON, or not the JSON that is described.</summary>
    public static RequestFault Malformed { get; } = Bad(
        "request.malformed", "The request is not well-formed. Compare it with the reference at /docs.",
        "Запрос составлен неверно. Сравните его с описанием на /docs.");

    /// <summary>A body is needed.</summary>
    public static RequestFault BodyMissing { get; } = Bad(
        "request.body-missing", "This request needs a body.", "Этому запросу нужно тело.");

    /// <summary>A member that is not described.</summary>
    public static RequestFault UnknownMember { get; } = Bad(
        "request.unknown-member", "The body has a member that is not known here. Remove it or correct its name.",
        "В теле есть неизвестное поле. Уберите его или исправьте имя.");

    /// <summary>A member twice.</summary>
    public static RequestFault DuplicateMember { get; } = Bad(
        "request.duplicate-member", "The body has the same member twice. Send it once.", "Поле указано дважды. Укажите его один раз.");

    /// <summary>A member that is needed.</summary>
    public static RequestFault MemberMissing { get; } = Bad(
        "request.member-missing", "The body lacks a member that is needed.", "В теле нет обязательного поля.");

    /// <summary>Null where a value is needed.</summary>
    public static RequestFault NullMember { get; } = Bad(
        "request.null-not-allowed", "A member is null but needs a value.", "Поле равно null, а должно иметь значение.");

    /// <summary>Null in an array.</summary>
    public static RequestFault NullElement { get; } = Bad(
        "request.null-not-allowed", "An array holds null where a value is needed.", "В массиве null вместо значения.");

    /// <summary>A string for a number, a fraction for a whole number, and so on.</summary>
    public static RequestFault WrongType { get; } = Bad(
        "request.wrong-type", "A member has a value of another type.", "Значение поля не того типа.");

    /// <summary>An amount that is not 1…10¹² whole kopecks.</summary>
    public static RequestFault AmountInvalid { get; } = Bad(
        "request.amount-invalid", $"An amount is a whole number of kopecks from 1 to {Amount.Most} (what one tender pays may be 0), without quotes, point or exponent.",
        $"Сумма — целое число копеек от 1 до {Amount.Most} (доля одного средства оплаты может быть 0), без кавычек, точки и степени.");

    /// <summary>Objects too deep inside each other.</summary>
    public static RequestFault TooDeep { get; } = Bad(
        "request.too-deep", $"The body is nested deeper than {RequestLimits.MaxDepth} levels.", $"Вложенность тела больше {RequestLimits.MaxDepth}.");

    /// <summary>Too many elements.</summary>
    public static RequestFault ArrayTooLong { get; } = Bad(
        "request.array-too-long", $"An array has more than {RequestLimits.MaxElements} elements.", $"В массиве больше {RequestLimits.MaxElements} элементов.");

    /// <summary>Too long a string.</summary>
    public static RequestFault StringTooLong { get; } = Bad(
        "request.string-too-long", $"A string is longer than {RequestLimits.MaxString} bytes.", $"Строка длиннее {RequestLimits.MaxString} байт.");

    /// <summary>A character that PostgreSQL stores in no text.</summary>
    public static RequestFault ZeroCharacter { get; } = Bad(
        "request.zero-character", "The request holds the character U+0000, which no stored text can have. Remove it.", "В запросе есть символ U+0000, который нельзя хранить. Уберите его.");

    /// <summary>Too large a body (413).</summary>
    public static RequestFault TooLarge { get; } = new(StatusCodes.Status413PayloadTooLarge, Of(
        "request.too-large", $"The body is larger than {RequestLimits.MaxBody} bytes.", $"Тело больше {RequestLimits.MaxBody} байт."));

    /// <summary>The client sends too slowly (408).</summary>
    public static RequestFault TooSlow { get; } = new(StatusCodes.Status408RequestTimeout, Of(
        "request.too-slow", "The body came too slowly. Send it again.", "Тело пришло слишком медленно. Отправьте его ещё раз."));

    /// <summary>No idempotency key.</summary>
    public static RequestFault KeyMissing { get; } = Bad(
        "request.idempotency-key-missing", "Send an Idempotency-Key header: a new random value for each intent, the same one for each repeat of it.",
        "Отправьте заголовок Idempotency-Key: новое случайное значение для нового намерения и то же самое для его повтора.");

    /// <summary>An idempotency key that cannot be one.</summary>
    public static RequestFault KeyInvalid { get; } = Bad(
        "request.idempotency-key-invalid", "The Idempotency-Key header must be one value of 1 to 255 visible ASCII characters.",
        "Заголовок Idempotency-Key — одно значение из 1–255 видимых символов ASCII.");

    /// <summary>An idempotency key with another body (422).</summary>
    public static RequestFault KeyReused { get; } = new(StatusCodes.Status422UnprocessableEntity, Of(
        "request.idempotency-key-reused", "This Idempotency-Key was used with another body. Use a new key for a new intent.",
        "Этот Idempotency-Key уже был с другим телом. Для нового намерения нужен новый ключ."));

    /// <summary>The effect is there, its answer is no longer kept (410).</summary>
    public static RequestFault AnswerGone { get; } = new(StatusCodes.Status410Gone, Of(
        "request.answer-gone", "This request was carried out; its answer is no longer kept. Read the current state instead.",
        "Этот запрос выполнен, но ответ уже не хранится. Прочитайте текущее состояние."));

    /// <summary>A word that is none of the known ones.</summary>
    public static RequestFault UnknownValue(params IReadOnlyList<string> words) => Bad(
        "request.unknown-value", $"A member is none of the words that it can be{Listed(words)}.", $"Значение поля — не одно из возможных слов{Listed(words)}.");

    private static string Listed(IReadOnlyList<string> words) => words.Count == 0 ? "" : $": {string.Join(", ", words)}";

    private static RequestFault Bad(string code, string english, string russian) => new(StatusCodes.Status400BadRequest, Of(code, english, russian));

    private static Rejection Of(string code, string english, string russian) => new(code, RejectionKind.Invalid, english, russian);
}
