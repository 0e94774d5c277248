using System.Runtime.CompilerServices;
using Nabla.Backends;
using Nabla.Layers;
using Nabla.Numbers;
using static System.FormattableString;

namespace Nabla.Optimizers;

/// <summary>The average of a model's weights over a training: a second set of values, beside those that are trained.</summary>
/// <remarks>
/// <para>
/// Each <see cref="Update"/> moves the average towards the weights: average ← average + share·(weights − average); the kinds differ in the share.
/// A buffer of whole numbers is taken as it is; so are the others unless they are to be averaged too.
/// </para>
/// <para><c>using (average.Applied()) { … }</c> puts the average into the model, say to evaluate or to save it, and the weights back afterwards.</para>
/// </remarks>
public abstract class WeightAverage
{
    readonly bool buffers;
    readonly List<Entry> entries = [];
    bool applied;

    /// <summary>An average that has seen nothing yet.</summary>
    /// <param name="model">Whose weights are averaged.</param>
    /// <param name="buffers">Whether floating-point buffers (running statistics) are averaged too.</param>
    private protected WeightAverage(Module model, bool buffers)
    {
        ArgumentNullException.ThrowIfNull(model);
        (Model, this.buffers) = (model, buffers);
    }

    /// <summary>Whose weights are averaged.</summary>
    public Module Model { get; }

    /// <summary>How often the weights were taken in.</summary>
    public long Updates { get; private set; }

    /// <summary>Takes the model's weights in. A trainer that has the average does so by itself.</summary>
    /// <exception cref="InvalidOperationException">The average is in the model at this moment.</exception>
    public void Update()
    {
        RefuseWhileApplied("take the weights in");
        if (entries.Count == 0) Gather();
        double share = Updates == 0 ? 1 : Share(Updates);
        foreach (Entry entry in entries) entry.Move(share);
        Updates++;
    }

    /// <summary>Puts the average into the model: parameters and buffers.</summary>
    /// <returns>Disposing it puts the weights back, bit for bit; what happened to the model's buffers in between stays with the average.</returns>
    /// <exception cref="InvalidOperationException">Nothing was averaged yet, or the average is in the model already.</exception>
    public IDisposable Applied()
    {
        RefuseWhileApplied("be put into the model");
        if (Updates == 0) throw new InvalidOperationException($"{GetType().Name}: cannot be put into the model: it has taken in 0 weights. Call Update(), or train with it, first.");
        Exchange();
        applied = true;
        return new Scope(this);
    }

    /// <summary>What the average consists of, by name: <c>updates</c>, and <c>values.</c> with the path of each parameter and buffer.</summary>
    /// <returns>Tensors that the next update changes: save or clone them.</returns>
    /// <exception cref="InvalidOperationException">The average is in the model at this moment.</exception>
    public IEnumerable<(string Name, Tensor Value)> State()
    {
        RefuseWhileApplied("be saved");
        return [("updates", Tensor.Scalar(Updates, DType.Int64)), .. entries.Select(e => ($"values.{e.Path}", e.Average))];
    }

    /// <summary>Takes over what another average of the same kind and model consisted of.</summary>
    /// <param name="state">What <see cref="State"/> gave, by name; without <c>updates</c> the average starts anew.</param>
    /// <exception cref="KeyNotFoundException">The values of a parameter or buffer are missing: nothing was changed.</exception>
    /// <exception cref="ShapeException">A tensor has another shape than the model's: nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">The average is in the model at this moment.</exception>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        RefuseWhileApplied("be loaded");
        long updates = state.TryGetValue("updates", out Tensor? count) ? (long)count.Item() : 0;
        if (updates == 0)
        {
            entries.Clear();
            Updates = 0;
            return;
        }
        if (entries.Count == 0) Gather();
        foreach (Entry entry in entries)
        {
            if (!state.TryGetValue($"values.{entry.Path}", out Tensor? value))
                throw new KeyNotFoundException($"{GetType().Name}: cannot load the state: it has {updates} updates, but no values.{entry.Path}.");
            if (value.Shape != entry.Source.Shape)
                throw new ShapeException($"values.{entry.Path}: cannot load {value.Shape}: the model's shape is {entry.Source.Shape}.", value.Shape, entry.Source.Shape);
        }
        foreach (Entry entry in entries) entry.Average.Overwrite(state[$"values.{entry.Path}"].Cast(entry.Average.DType));
        Updates = updates;
    }

    /// <summary>How much of the weights enters the average in an update after the first, which takes them whole.</summary>
    /// <param name="updates">The updates before it, ≥ 1.</param>
    private protected abstract double Share(long updates);

    /// <summary>What happens after a step of the optimizer.</summary>
    internal virtual void AfterStep()
    {
    }

    /// <summary>What happens after an epoch.</summary>
    /// <param name="epochs">How many whole epochs were trained.</param>
    internal virtual void AfterEpoch(int epochs)
    {
    }

    void Gather()
    {
        foreach ((string path, Parameter parameter) in Model.NamedParameters()) entries.Add(new(path, parameter, true));
        foreach ((string path, Tensor buffer) in Model.NamedBuffers()) entries.Add(new(path, buffer, buffers && buffer.DType.IsFloatingPoint));
    }

    void Exchange()
    {
        foreach (Entry entry in entries) entry.Exchange();
    }

    /// <exception cref="InvalidOperationException">The average is in the model at this moment.</exception>
    internal void RefuseWhileApplied(string what)
    {
        if (applied) throw new InvalidOperationException(Invariant($"{GetType().Name}: cannot {what}: its values are in the model. Dispose what Applied() gave first."));
    }

    /// <summary>A parameter or buffer with its average.</summary>
    sealed class Entry(string path, Tensor source, bool averaged)
    {
        Tensor average = Copy(source);

        public string Path => path;

        public Tensor Source => source;

        /// <summary>Of the source's type, which the model may have changed.</summary>
        public Tensor Average => average.DType == source.DType ? average : average = Copy(average.Cast(source.DType));

        public void Move(double share)
        {
            using var constant = new NoGrad();
            if (!averaged || share == 1)
            {
                Average.Overwrite(source.Detach());
                return;
            }
            Backend.Current.Update<Towards>(Average, source, null, null, null, [share]);
            Average.Storage.Touch();
        }

        public void Exchange()
        {
            using var constant = new NoGrad();
            Tensor held = source.Clone();
            source.Overwrite(Average);
            Average.Overwrite(held);
        }

        static Tensor Copy(Tensor x)
        {
            using var constant = new NoGrad();
            return StepScope.Keep(x.Clone());
        }
    }

    /// <summary>p towards g; constants: the share.</summary>
    readonly struct Towards : IUpdateRule<Towards>
    {
        public static int States => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V> => p += c.C0 * (g - p);
    }

    sealed class Scope(WeightAverage average) : IDisposable
    {
        WeightAverage? average = average;

        public void Dispose()
        {
            if (average is null) return;
            average.Exchange();
            average.applied = false;
            average = null;
        }
    }
}
