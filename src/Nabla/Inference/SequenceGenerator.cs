using System.Runtime.InteropServices;
using Nabla.Layers;

namespace Nabla.Inference;

/// <summary>Writes sequences with a model that scores the next element: text, character by character.</summary>
/// <remarks>
/// The model maps the numbers of elements, int64 <c>[1, T]</c>, to scores of what follows each place, <c>[1, T, elements]</c>. Each
/// element drawn is appended, and the last <see cref="Context"/> of them are what the next is drawn from. Up to that length a model
/// that can (<see cref="Module.BeginSequence"/>) computes each new place alone; beyond it, and for other models, the window is computed
/// anew. The model computes in evaluation mode and is put back into the mode it was in; its weights must not change meanwhile.
/// </remarks>
public sealed class SequenceGenerator
{
    readonly Module model;
    readonly StepScope scope = new();

    /// <summary>A generator.</summary>
    /// <param name="model">The model.</param>
    /// <param name="context">The most elements the model looks back over, ≥ 1: the length it was trained on.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="context"/> is below 1.</exception>
    public SequenceGenerator(Module model, int context)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(context, 1);
        this.model = model;
        Context = context;
    }

    /// <summary>The most elements the model looks back over.</summary>
    public int Context { get; }

    /// <summary>Goes on from a beginning.</summary>
    /// <param name="prompt">The elements to go on from, at least one.</param>
    /// <param name="length">The most elements to draw, ≥ 0.</param>
    /// <param name="sampler">Draws them.</param>
    /// <param name="stopAt">An element that ends the sequence and is not part of it; none if null (default).</param>
    /// <returns>The elements drawn, each computed when it is asked for.</returns>
    /// <exception cref="ArgumentException">The prompt is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is below 0.</exception>
    /// <exception cref="ShapeException">The model's scores have another shape, thrown with the first element.</exception>
    public IEnumerable<int> Generate(IReadOnlyList<int> prompt, int length, Sampler sampler, int? stopAt = null)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(sampler);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (prompt.Count == 0) throw new ArgumentException("SequenceGenerator: cannot go on from an empty prompt: at least 1 element is needed.", nameof(prompt));
        return Draw([.. prompt], length, sampler, stopAt);
    }

    /// <summary>The scores of what follows a sequence.</summary>
    /// <param name="sequence">The elements, at least one; the last <see cref="Context"/> count.</param>
    /// <returns>A score for each element.</returns>
    /// <exception cref="ArgumentException">The sequence is empty.</exception>
    /// <exception cref="ShapeException">The model's scores have another shape than <c>[1, T, elements]</c>.</exception>
    public double[] Score(ReadOnlySpan<int> sequence)
    {
        if (sequence.IsEmpty) throw new ArgumentException("SequenceGenerator: cannot score what follows an empty sequence: at least 1 element is needed.", nameof(sequence));
        using var memory = scope.Open();
        return Score(sequence[Math.Max(0, sequence.Length - Context)..], model.Call);
    }

    IEnumerable<int> Draw(List<int> sequence, int length, Sampler sampler, int? stopAt)
    {
        Func<Tensor, Tensor>? remembering = model.BeginSequence(Context);
        int remembered = 0;
        for (int i = 0; i < length; i++)
        {
            Span<int> all = CollectionsMarshal.AsSpan(sequence);
            double[] scores;
            if (remembering is not null && all.Length <= Context)
            {
                scores = Score(all[remembered..], remembering);
                remembered = all.Length;
            }
            else
            {
                remembering = null;
                scores = Score(all);
            }
            int next = sampler.Next(scores);
            if (next == stopAt) yield break;
            yield return next;
            sequence.Add(next);
        }
    }

    /// <summary>The scores of what follows the last of some places, in evaluation mode and without a graph.</summary>
    double[] Score(ReadOnlySpan<int> places, Func<Tensor, Tensor> compute)
    {
        bool training = model.IsTraining;
        if (training) model.Eval();
        try
        {
            using var constant = new NoGrad();
            Tensor input = Tensor.Allocate([1, places.Length], DType.Int64);
            Span<long> elements = input.Span<long>();
            for (int i = 0; i < places.Length; i++) elements[i] = places[i];
            return Last(compute(input), places.Length);
        }
        finally
        {
            if (training) model.Train();
        }
    }

    /// <summary>The scores of the last place.</summary>
    static double[] Last(Tensor scores, int places) => scores.Rank == 3 && scores.Shape[0] == 1 && scores.Shape[1] == places
        ? scores.Narrow(1, places - 1, 1).ToDoubles()
        : throw new ShapeException($"SequenceGenerator: cannot draw from scores {scores.Shape}: [1, {places}, elements] is expected, the scores of what follows each place.", scores.Shape);
}
