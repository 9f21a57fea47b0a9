using System.Diagnostics;
using System.Text;

namespace Marketplace.Host.Tests.Auth;

/// <summary>Keeps all that any activity says while it lives.</summary>
public sealed class TraceCapture : IDisposable
{
    private readonly StringBuilder text = new();
    private readonly ActivityListener listener;

    public TraceCapture()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Keep,
        };
        ActivitySource.AddActivityListener(listener);
    }

    public string Text
    {
        get { lock (text) return text.ToString(); }
    }

    public void Dispose() => listener.Dispose();

    private void Keep(Activity activity)
    {
        lock (text)
        {
            text.AppendLine(activity.DisplayName).AppendJoin(' ', activity.TagObjects).AppendJoin(' ', activity.Baggage).AppendLine(activity.StatusDescription).AppendLine(activity.TraceStateString);
            foreach (var link in activity.Links) text.AppendJoin(' ', link.Tags ?? []).AppendLine(link.Context.TraceState);
            foreach (var happened in activity.Events) text.AppendLine(happened.Name).AppendJoin(' ', happened.Tags);
        }
    }
}
