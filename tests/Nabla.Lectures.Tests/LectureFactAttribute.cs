namespace Nabla.Lectures.Tests;

/// <summary>A test of a program that needs a large data set, skipped where that isn't.</summary>
sealed class LectureFactAttribute : FactAttribute
{
    public LectureFactAttribute(string name)
    {
        Name = name;
        Lecture lecture = AllLectures.Find(name) ?? throw new ArgumentException($"There is no lecture '{name}'.", nameof(name));
        if (!LectureRun.IsPossible(lecture)) Skip = $"{lecture.Data} is not on this machine; get it with: nabla data get {lecture.Data}";
    }

    public string Name { get; }
}
