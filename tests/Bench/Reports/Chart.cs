using System.Globalization;
using System.Security;
using System.Text;
using Marketplace.Bench.Measuring;

namespace Marketplace.Bench.Reports;

/// <summary>The rates as bars, each with its spread, as an SVG picture.</summary>
internal static class Chart
{
    private const int Width = 900, Left = 330, Right = 110, RowHeight = 30, Top = 40;

    public static string Of(Results results)
    {
        var series = results.Series;
        // A logarithmic scale: the slowest and the fastest differ a hundredfold.
        var most = Math.Ceiling(Math.Log10(series.Max(s => s.Fastest)));
        var least = Math.Floor(Math.Log10(series.Min(s => s.Slowest)));
        if (most <= least) most = least + 1;
        var height = Top + series.Count * RowHeight + 10;
        var svg = new StringBuilder()
            .AppendLine(Text($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" font-family=\"sans-serif\" font-size=\"13\">"))
            .AppendLine(Text($"  <rect width=\"{Width}\" height=\"{height}\" fill=\"white\"/>"));
        for (var power = least; power <= most; power++)
        {
            var x = X(Math.Pow(10, power));
            svg.AppendLine(Text($"  <line x1=\"{x:0}\" y1=\"{Top - 8}\" x2=\"{x:0}\" y2=\"{height - 10}\" stroke=\"#ddd\"/>"))
                .AppendLine(Text($"  <text x=\"{x:0}\" y=\"{Top - 14}\" fill=\"#666\" text-anchor=\"middle\">{Math.Pow(10, power):#,0}/s</text>"));
        }

        for (var row = 0; row < series.Count; row++) Bar(svg, series[row], Top + row * RowHeight, X);
        return svg.AppendLine("</svg>").ToString();

        double X(double rate) => Left + (Math.Log10(Math.Max(rate, Math.Pow(10, least))) - least) / (most - least) * (Width - Left - Right);
    }

    private static void Bar(StringBuilder svg, Series one, int y, Func<double, double> x)
    {
        var fill = one.Workload.ComparedWith is null ? "#9aa5b1" : "#2f6fb0";
        var middle = y + 10;
        var label = SecurityElement.Escape($"{one.Workload.Name}, {one.Workload.Callers.ToString(CultureInfo.InvariantCulture)} callers");
        svg.AppendLine(Text($"  <text x=\"{Left - 8}\" y=\"{middle + 5}\" text-anchor=\"end\">{label}</text>"))
            .AppendLine(Text($"  <rect x=\"{Left}\" y=\"{y}\" width=\"{x(one.PerSecond) - Left:0.0}\" height=\"20\" fill=\"{fill}\"/>"))
            .AppendLine(Text($"  <line x1=\"{x(one.Slowest):0.0}\" y1=\"{middle}\" x2=\"{x(one.Fastest):0.0}\" y2=\"{middle}\" stroke=\"black\" stroke-width=\"2\"/>"))
            .AppendLine(Text($"  <text x=\"{x(one.Fastest) + 8:0}\" y=\"{middle + 5}\">{Table.Rate(one.PerSecond)}</text>"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
