using System.Collections.Concurrent;
using Nabla.Data;

namespace Nabla.Lectures.Tests;

/// <summary>A lecture's program as it ran: once for all tests.</summary>
/// <param name="Lesson">Its figures.</param>
/// <param name="Text">What it wrote.</param>
/// <param name="Pictures">Its pictures as SVG, by the names of their files, in the order in which they were drawn.</param>
sealed record LectureRun(Lesson Lesson, string Text, IReadOnlyList<(string Name, string Svg)> Pictures)
{
    static readonly ConcurrentDictionary<string, Lazy<LectureRun>> Runs = new(StringComparer.Ordinal);

    /// <summary>The programs that learn, or look at rounding itself: another processor rounds otherwise, and what comes out differs a little.</summary>
    public static IReadOnlyList<string> DependOnRounding { get; } =
        ["numeric", "logistic", "perceptron", "xor", "svm", "templates", "polar", "hopfield", "rbm", "bylines", "boundary", "rates", "leaky"];

    /// <summary>The run of a program.</summary>
    public static LectureRun Of(string name) => Runs.GetOrAdd(name, n => new(() => Again(n))).Value;

    /// <summary>Runs a program anew.</summary>
    public static LectureRun Again(string name)
    {
        Lecture lecture = AllLectures.Find(name).ShouldNotBeNull();
        string folder = Directory.CreateTempSubdirectory("nabla-lecture-").FullName;
        try
        {
            var lines = new List<string>();
            var lesson = new Lesson(lines.Add, folder);
            lecture.Tell(lesson);
            return new(lesson, string.Join('\n', lines), [.. lesson.Pictures.Where(p => p.EndsWith(".svg", StringComparison.Ordinal)).Select(p => (Path.GetFileName(p), File.ReadAllText(p)))]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Whether everything that a program needs is on this machine.</summary>
    public static bool IsPossible(Lecture lecture) => lecture.Data is not { } data || DataLocator.FromEnvironment().Locate(data).Present;
}
