using System.Diagnostics.CodeAnalysis;

namespace Marketplace.Domain.Values;

/// <summary>
/// The production calendar lacks a year that a date falls into. It is an exception and not a <see cref="Rejection"/>: the
/// person who asked did nothing wrong and can change nothing, the operator has to ship the data, and until then the command
/// must fail whole rather than promise a day that nobody knows.
/// </summary>
[SuppressMessage("Design", "CA1032", Justification = "Without the year the message would help nobody")]
public sealed class CalendarEndsException : Exception
{
    /// <summary>That year is missing.</summary>
    public CalendarEndsException(int year)
        : base($"The production calendar has no year {year}. Add it, with the Government's decree on moved days off, to "
            + "src/Domain/Values/ProductionCalendar.cs.") => Year = year;

    /// <summary>The year that is missing.</summary>
    public int Year { get; }
}
