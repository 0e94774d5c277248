namespace Nabla.Lectures;

/// <summary>A program that shows one thing the lectures describe.</summary>
/// <param name="Name">What <c>nabla lecture</c> calls it.</param>
/// <param name="Title">What it shows, in a sentence.</param>
/// <param name="Source">Which lectures describe it.</param>
/// <param name="Formula">The formula that it shows.</param>
/// <param name="Misprints">What the slides print otherwise, and what is right; null where nothing.</param>
/// <param name="Run">The program.</param>
/// <param name="Data">The data set that has to be downloaded for it; null where what is embedded is enough.</param>
public sealed record Lecture(string Name, string Title, string Source, string Formula, string? Misprints, Action<Lesson> Run, string? Data = null)
{
    /// <summary>Writes what is shown, runs the program, and tells the slides' misprints.</summary>
    /// <param name="lesson">What the text, the figures and the pictures go to.</param>
    public void Tell(Lesson lesson)
    {
        ArgumentNullException.ThrowIfNull(lesson);
        lesson.Say($"{Name}: {Title}\n  {Formula}\n  ({Source})");
        Run(lesson);
        if (Misprints is not null) lesson.Say($"  The slides: {Misprints}");
    }
}
