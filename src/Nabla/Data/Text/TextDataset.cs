using System.Globalization;

namespace Nabla.Data;

/// <summary>A text to learn the next character of: windows of it, each with the same window one character later.</summary>
/// <remarks>
/// Example i has the inputs c[i·stride] … c[i·stride + context − 1] and the targets c[i·stride + 1] … c[i·stride + context]. The
/// text lies in memory once; windows are gathered when a batch is taken. Characters after the last whole window belong to no
/// example. With a stride of one window, the usual choice, an epoch meets every character once as a target.
/// </remarks>
public sealed class TextDataset : IDataset
{
    readonly ReadOnlyMemory<int> text;

    /// <summary>Windows of a text.</summary>
    /// <param name="text">The characters' numbers (<see cref="CharacterVocabulary.Encode(string, string)"/>), kept without a copy.</param>
    /// <param name="context">The length of a window, ≥ 1.</param>
    /// <param name="stride">How far the next window starts, ≥ 1; <paramref name="context"/> unless given, so that windows do not overlap.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="TextTooShortException">The text has fewer than context + 1 characters.</exception>
    public TextDataset(ReadOnlyMemory<int> text, int context, int? stride = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(context, 1);
        if (stride is { } s) ArgumentOutOfRangeException.ThrowIfLessThan(s, 1, nameof(stride));
        if (text.Length <= context)
            throw new TextTooShortException(string.Create(CultureInfo.InvariantCulture, $"cut windows of {context} characters and their next one"), "characters", text.Length, context + 1, "Take a shorter context or a longer text.");
        this.text = text;
        Context = context;
        Stride = stride ?? context;
        Count = (text.Length - context - 1) / Stride + 1;
    }

    /// <summary>The length of a window.</summary>
    public int Context { get; }

    /// <summary>How far the next window starts.</summary>
    public int Stride { get; }

    /// <summary>The number of windows.</summary>
    public int Count { get; }

    /// <summary>Two data sets of a text: its beginning to train on, its end to test with.</summary>
    /// <param name="text">The characters' numbers, kept without a copy.</param>
    /// <param name="context">The length of a window, ≥ 1.</param>
    /// <param name="stride">How far the next window of the training part starts; <paramref name="context"/> unless given. Windows of the test part never overlap.</param>
    /// <param name="testShare">The share of the characters at the end that is for testing, above 0 and below 1; 0.1 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="TextTooShortException">A part has fewer than context + 1 characters.</exception>
    /// <remarks>The split is by position: no window of one part sees a character of the other.</remarks>
    public static (TextDataset Train, TextDataset Test) Split(ReadOnlyMemory<int> text, int context, int? stride = null, double testShare = 0.1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(context, 1);
        if (!(testShare is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(testShare), testShare, "TextDataset: cannot split a text: the share for testing lies above 0 and below 1.");
        int train = (int)(text.Length * (1 - testShare));
        if (Math.Min(train, text.Length - train) <= context)
        {
            int needed = Math.Max((int)Math.Ceiling((context + 1) / testShare), (int)Math.Ceiling((context + 1) / (1 - testShare)));
            throw new TextTooShortException(
                string.Create(CultureInfo.InvariantCulture, $"cut windows of {context} characters out of a part to train on and one of {testShare:0.##%} to test with"),
                "characters", text.Length, needed, "Take a shorter context or a longer text.");
        }
        return (new(text[..train], context, stride), new(text[train..], context));
    }

    /// <summary>Some windows, put together.</summary>
    /// <param name="examples">Their numbers, each 0 to <see cref="Count"/> − 1.</param>
    /// <returns>Inputs and targets, each int64 <c>[N, context]</c>.</returns>
    /// <exception cref="IndexException">There is no such window.</exception>
    public Batch Take(ReadOnlySpan<int> examples)
    {
        Shape shape = [examples.Length, Context];
        Tensor inputs = Tensor.Allocate(shape, DType.Int64), targets = Tensor.Allocate(shape, DType.Int64);
        Span<long> x = inputs.Span<long>(), y = targets.Span<long>();
        ReadOnlySpan<int> characters = text.Span;
        for (int i = 0; i < examples.Length; i++)
        {
            if ((uint)examples[i] >= (uint)Count)
                throw new IndexException($"TextDataset: cannot take window {examples[i]}: there are {Count}.", examples[i], Count);
            ReadOnlySpan<int> window = characters.Slice(examples[i] * Stride, Context + 1);
            int start = i * Context;
            for (int t = 0; t < Context; t++) (x[start + t], y[start + t]) = (window[t], window[t + 1]);
        }
        return new(inputs, targets);
    }
}
