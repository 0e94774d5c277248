using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Nabla.Cli.Terminal;
using Nabla.Data;
using Nabla.Diagnostics;
using Nabla.Lectures;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla lecture</c>: the systems of the lectures, each a program that prints its numbers and draws its pictures.</summary>
internal static class LectureCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("NAME") { Description = "Lectures to run; their list unless given.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "Run every one." };
        var folder = new Option<string?>("--out") { Description = "Write the pictures to a folder.", HelpName = "DIR" };
        return new NablaCommand("lecture", "Show what the lectures on backpropagation describe.", "nabla lecture\nnabla lecture modes numeric --out pictures")
        {
            names, all, folder,
        }.Runs((parsed, session) =>
        {
            string[] given = parsed.GetValue(names) ?? [];
            if (parsed.GetValue(all) && given.Length > 0) throw CommandFailure.Arguments("either names or --all can be given, not both.", "--all");
            IReadOnlyList<Lecture> chosen = parsed.GetValue(all) ? AllLectures.List : [.. given.Select(Find)];
            if (chosen.Count == 0)
            {
                session.Answer(json => Write(json, [.. AllLectures.List.Select(l => (l, (Lesson?)null, 0.0))]), List);
                return ExitCodes.Done;
            }
            List<(Lecture Lecture, Lesson? Lesson, double Seconds)> lessons = [.. chosen.Select(l => Run(l, alone: chosen.Count == 1, parsed.GetValue(folder), session))];
            session.Answer(json => Write(json, lessons), () => Summary(lessons));
            return lessons.TrueForAll(l => l.Lesson!.Wrong.Count == 0) ? ExitCodes.Done : ExitCodes.Failed;
        });
    }

    static Lecture Find(string name) => AllLectures.Find(name)
        ?? throw CommandFailure.Arguments($"lecture: there is no lecture '{name}'.{NearestName.Hint(name, AllLectures.List.Select(l => l.Name))} nabla lecture lists them.", name);

    /// <summary>Runs one. A data set that is not there fails a lecture that was asked for alone; among others it fails that one, and the others are shown.</summary>
    static (Lecture, Lesson?, double) Run(Lecture lecture, bool alone, string? folder, Session session)
    {
        var time = Stopwatch.StartNew();
        var lesson = new Lesson(session.Story.WriteLine, folder, session.Stop);
        try
        {
            lecture.Tell(lesson);
        }
        catch (DatasetNotFoundException absent) when (!alone)
        {
            lesson.Fail(absent.Message);
        }
        session.Story.WriteLine();
        return (lecture, lesson, time.Elapsed.TotalSeconds);
    }

    static void Write(Utf8JsonWriter json, IReadOnlyList<(Lecture Lecture, Lesson? Lesson, double Seconds)> lessons)
    {
        json.WriteStartObject();
        json.WriteStartArray("lectures");
        foreach ((Lecture lecture, Lesson? lesson, double seconds) in lessons)
        {
            json.WriteStartObject();
            json.WriteString("name", lecture.Name);
            json.WriteString("title", lecture.Title);
            json.WriteString("source", lecture.Source);
            json.WriteString("formula", lecture.Formula);
            if (lecture.Misprints is { } misprints) json.WriteString("misprints", misprints);
            if (lesson is not null)
            {
                json.WriteBoolean("ok", lesson.Wrong.Count == 0);
                json.WriteReal("seconds", seconds);
                json.WriteStartObject("figures");
                foreach ((string name, double value) in lesson.Figures) json.WriteReal(name, value);
                json.WriteEndObject();
                json.WriteStartArray("pictures");
                foreach (string picture in lesson.Pictures) json.WriteStringValue(picture);
                json.WriteEndArray();
                json.WriteStartArray("wrong");
                foreach (string wrong in lesson.Wrong) json.WriteStringValue(wrong);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static string List() => string.Join('\n', AllLectures.List.Select(l => $"{l.Name,-12} {l.Title}"));

    static string Summary(IReadOnlyList<(Lecture Lecture, Lesson? Lesson, double Seconds)> lessons)
    {
        var text = new StringBuilder();
        foreach ((Lecture lecture, Lesson? lesson, double seconds) in lessons)
        {
            text.Append(CultureInfo.InvariantCulture, $"{lecture.Name,-12} {(lesson!.Wrong.Count == 0 ? "ok" : "WRONG")}  {seconds,6:0.0} s  {lesson.Figures.Count} figures, {lesson.Pictures.Count} pictures\n");
            foreach (string wrong in lesson.Wrong) text.Append("             ").Append(wrong).Append('\n');
        }
        return text.ToString();
    }
}
