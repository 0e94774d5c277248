using Nabla.Data;
using Nabla.Tests;

namespace Nabla.Lectures.Tests;

/// <summary>Every program shows what it says it shows.</summary>
public sealed class ProgramTests
{
    /// <summary>The programs that run with what is embedded.</summary>
    public static TheoryData<string> Alone => [.. AllLectures.List.Where(l => l.Data is null).Select(l => l.Name)];

    /// <summary>The programs that take less than a second, about.</summary>
    public static TheoryData<string> Quick => ["graph", "modes", "paths", "symbolic", "numeric", "jacobian", "layers", "norms", "convolution", "universal", "logistic", "svm"];

    [Theory]
    [MemberData(nameof(Alone))]
    public void Everything_comes_out_as_the_lecture_says(string name)
    {
        LectureRun run = LectureRun.Of(name);
        run.Lesson.Wrong.ShouldBeEmpty(run.Text);
        run.Lesson.Figures.ShouldNotBeEmpty();
    }

    [LectureFact("templates")]
    public void Everything_comes_out_with_downloaded_data() => LectureRun.Of("templates").Lesson.Wrong.ShouldBeEmpty();

    [Fact]
    public void A_program_that_needs_data_names_a_set_that_can_be_got_and_fails_without_it()
    {
        foreach (Lecture lecture in AllLectures.List.Where(l => l.Data is not null))
        {
            Datasets.Find(lecture.Data!).ShouldNotBeNull().IsEmbedded.ShouldBeFalse();
            if (!LectureRun.IsPossible(lecture))
                Should.Throw<DatasetNotFoundException>(() => LectureRun.Again(lecture.Name)).Message.ShouldContain($"nabla data get {lecture.Data}");
        }
    }

    [Theory]
    [MemberData(nameof(Quick))]
    public void The_same_program_draws_and_says_the_same_again(string name)
    {
        LectureRun first = LectureRun.Of(name), second = LectureRun.Again(name);
        second.Text.ShouldBe(first.Text);
        second.Pictures.ShouldBe(first.Pictures);
    }

    [Fact]
    public void Pictures_of_different_programs_have_different_names() =>
        AllLectures.List.Where(LectureRun.IsPossible).SelectMany(l => LectureRun.Of(l.Name).Pictures).Select(p => p.Name).ShouldBeUnique(StringComparer.Ordinal);

    [Fact]
    public void A_program_is_at_most_a_screen_and_its_name_is_unique()
    {
        AllLectures.List.Select(l => l.Name).ShouldBeUnique(StringComparer.Ordinal);
        foreach (string file in Repository.Sources("examples/lectures"))
            File.ReadLines(Repository.Path("examples", "lectures", file)).Count().ShouldBeLessThanOrEqualTo(100, file);
    }
}
