using Nabla.Numbers;

namespace Nabla.Backends;

/// <summary>The seam between operations and the machine that computes them: one member a family of operations.</summary>
/// <remarks>
/// Shapes and types were checked before; inputs may be views, results are fresh and contiguous. No member records a graph.
/// </remarks>
internal interface IBackend
{
    /// <summary>f(x).</summary>
    Tensor Map<TOp>(Tensor x) where TOp : struct, IUnary<TOp>;

    /// <summary>f(a, b), broadcast to <paramref name="shape"/>; both of one type.</summary>
    Tensor Map<TOp>(Tensor a, Tensor b, in Shape shape) where TOp : struct, IBinary<TOp>;

    /// <summary>f(a, b, c), broadcast to <paramref name="shape"/>; all of one type.</summary>
    Tensor Map<TOp>(Tensor a, Tensor b, Tensor c, in Shape shape) where TOp : struct, ITernary<TOp>;

    /// <summary>dy·f'(x) in one pass; x or y is null where the operation does not save it.</summary>
    Tensor Chain<TOp>(Tensor? x, Tensor? y, Tensor dy) where TOp : struct, IUnary<TOp>;

    /// <summary>dy·∂f/∂(operand) in one pass, of dy's shape; what the operation does not save is null.</summary>
    Tensor Chain<TOp>(int operand, Tensor? a, Tensor? b, Tensor? y, Tensor dy) where TOp : struct, IBinary<TOp>;

    /// <summary>dy·∂f/∂(operand) in one pass, of dy's shape; what the operation does not save is null.</summary>
    Tensor Chain<TOp>(int operand, Tensor? a, Tensor? b, Tensor? c, Tensor? y, Tensor dy) where TOp : struct, ITernary<TOp>;

    /// <summary>Where a statement holds of x, as bool.</summary>
    Tensor Test<TOp>(Tensor x) where TOp : struct, IPredicate<TOp>;

    /// <summary>Where a statement holds of a and b, broadcast to <paramref name="shape"/>, as bool; both of one type.</summary>
    Tensor Compare<TOp>(Tensor a, Tensor b, in Shape shape) where TOp : struct, IRelation<TOp>;

    /// <summary>a where the condition holds, else b, broadcast to <paramref name="shape"/>; a and b of one type, any.</summary>
    Tensor Choose(Tensor condition, Tensor a, Tensor b, in Shape shape);

    /// <summary>The elements converted to another type.</summary>
    Tensor Cast(Tensor x, DType type);

    /// <summary>Writes a view, broadcast, over a destination of the same type.</summary>
    void Copy(Tensor source, Tensor destination);

    /// <summary>Folds the marked axes into a tensor of a shape that has 1 there, or leaves them out.</summary>
    Tensor Reduce<TOp>(Tensor x, ReadOnlySpan<bool> axes, in Shape shape) where TOp : struct, IReduction<TOp>;

    /// <summary>y = (x − mean)·scale·weight + bias for each of <paramref name="moments"/>'s rows of x, scale = 1/√(variance + ε); mean is 0 where it is not taken. Means and scales, [2, rows], are kept.</summary>
    void Standardize(Tensor x, Tensor? weight, Tensor? bias, double epsilon, bool centred, Tensor y, Tensor moments);

    /// <summary>The gradients of <see cref="Standardize"/>; null where none is wanted.</summary>
    void StandardizeBackward(Tensor x, Tensor? weight, bool centred, Tensor moments, Tensor dy, Tensor? dx, Tensor? dweight, Tensor? dbias);

    /// <summary>(x − mean)·factor + shift, with a number a channel of [N, C, …] for each of the three.</summary>
    Tensor ScaleChannels(Tensor x, Tensor mean, Tensor factor, Tensor shift);

    /// <summary>y = (x − mean)·γ/√(variance + ε) + β for each channel of [N, C, …] and what follows it, of <paramref name="shape"/>, with the places of what was pooled; weight and bias are 1 and 0 where not given. Means and variances, [C], are kept.</summary>
    (Tensor Values, Tensor? Places) StandardizeChannels(Tensor x, Tensor? weight, Tensor? bias, in ChannelTail tail, in Shape shape, Tensor means, Tensor variances);

    /// <summary>The gradients of <see cref="StandardizeChannels"/>; null where none is wanted.</summary>
    void StandardizeChannelsBackward(
        Tensor x, Tensor? weight, Tensor? bias, in ChannelTail tail, Tensor? places, Tensor means, Tensor variances, Tensor dy, Tensor? dx, Tensor? dweight, Tensor? dbias);

    /// <summary>The index (int64) of the largest or smallest element along an axis, which the result keeps with size 1; the first of equals, NaN before all.</summary>
    Tensor ArgReduce(Tensor x, int axis, bool largest);

    /// <summary>Σ|x|ᵖ of floating-point elements, in float64; the largest |x| for p = ∞. NaN where an element is.</summary>
    double PowerSum(Tensor x, double power);

    /// <summary>The running fold along an axis, in order.</summary>
    Tensor Scan<TOp>(Tensor x, int axis) where TOp : struct, IReduction<TOp>;

    /// <summary>The first places (int64) of those that sort an axis, stably; NaN counts as largest.</summary>
    Tensor ArgSort(Tensor x, int axis, bool descending, int count);

    /// <summary>x·Wᵀ + b: […, in] by [out, in], and [out] or null.</summary>
    Tensor Linear(Tensor x, Tensor weight, Tensor? bias, in Shape shape);

    /// <summary>The transpose of <see cref="Linear"/> in x: what a gradient at y means for an x of <paramref name="shape"/>.</summary>
    Tensor LinearTransposed(Tensor dy, Tensor weight, in Shape shape);

    /// <summary>The transpose of <see cref="Linear"/> in W: what a gradient at y means for a W of <paramref name="shape"/>.</summary>
    Tensor LinearWeight(Tensor x, Tensor dy, in Shape shape);

    /// <summary>A·B over the last two axes, [..., M, K] by [..., K, N], leading axes broadcast.</summary>
    Tensor MatMul(Tensor a, Tensor b, in Shape shape);

    /// <summary>y[n, o] = Σ W[o, c]·window of x[n, c], [N, C, …] by [O, C/groups, …]; one to three spatial axes.</summary>
    Tensor Convolve(Tensor x, Tensor weight, Tensor? bias, in ConvolutionGeometry geometry, in Shape shape);

    /// <summary>The transpose of <see cref="Convolve"/> in x: what a gradient at y means for an x of <paramref name="shape"/>.</summary>
    Tensor ConvolveTransposed(Tensor dy, Tensor weight, in ConvolutionGeometry geometry, in Shape shape);

    /// <summary>The transpose of <see cref="Convolve"/> in W: what a gradient at y means for a W of <paramref name="shape"/>.</summary>
    Tensor ConvolveWeight(Tensor x, Tensor dy, in ConvolutionGeometry geometry, in Shape shape);

    /// <summary>The sum of each window of every plane of [N, C, …] by a divisor; nothing stands outside.</summary>
    Tensor PoolSum(Tensor x, in ConvolutionGeometry geometry, in Shape shape, double divisor);

    /// <summary>The transpose of <see cref="PoolSum"/>, for an x of <paramref name="shape"/>.</summary>
    Tensor PoolSpread(Tensor dy, in ConvolutionGeometry geometry, in Shape shape, double divisor);

    /// <summary>The largest element of each window and its place within the plane (whole numbers as wide as the elements; −1 in a window that sees nothing); the first of equals, NaN before all.</summary>
    (Tensor Values, Tensor Places) PoolMax(Tensor x, in ConvolutionGeometry geometry, in Shape shape);

    /// <summary>The elements of every plane of [N, C, …] at places of <see cref="PoolMax"/>.</summary>
    Tensor PoolPick(Tensor x, Tensor places);

    /// <summary>The transpose of <see cref="PoolPick"/>, for an x of <paramref name="shape"/>.</summary>
    Tensor PoolPut(Tensor dy, Tensor places, in Shape shape);

    /// <summary>Linear maps along axes of [N, C, …], one after another; <paramref name="shape"/> is what they give.</summary>
    Tensor Resize(Tensor x, AxisMap[] maps, in Shape shape);

    /// <summary>eˣ / Σ eˣ of each row of [rows, n], or its logarithm.</summary>
    Tensor Softmax(Tensor x, bool logarithm);

    /// <summary>What a gradient at y = <see cref="Softmax"/> means for x.</summary>
    Tensor SoftmaxBackward(Tensor y, bool logarithm, Tensor dy);

    /// <summary>ln Σ exp x − x at its label of each row of [rows, n], into [rows]; the row's largest element and ln Σ exp(x − max x) into [rows, 2].</summary>
    void CrossEntropy(Tensor x, Tensor labels, Tensor losses, Tensor sums);

    /// <summary>What a gradient [rows] at the losses of <see cref="CrossEntropy"/> means for x.</summary>
    Tensor CrossEntropyBackward(Tensor x, Tensor labels, Tensor sums, Tensor dy);

    /// <summary>y = softmax(Q·Kᵀ·scale + mask)∘factors·V into <c>[…, T, Dv]</c>, and ln Σ exp of each row's scores (∞ where no key is seen), <c>[…, T]</c>; scores are not kept.</summary>
    void Attend(in AttentionOperands operands, in Sequences y, Tensor logSums);

    /// <summary>The transposes of <see cref="Attend"/> in Q, K and V into sequences of their sizes, those of leading axes broadcast; null where none is wanted.</summary>
    void AttendBackward(in AttentionOperands operands, in Sequences y, Tensor logSums, in Sequences dy, Sequences? dq, Sequences? dk, Sequences? dv);

    /// <summary>y[..., i, ...] = x[..., index[i], ...] along an axis, for a vector of int64 indices.</summary>
    Tensor Take(Tensor x, int axis, Tensor index);

    /// <summary>Adds the slices of <paramref name="source"/> to zeros of <paramref name="size"/> along an axis, at the places of a vector of indices, in order.</summary>
    Tensor TakeAdd(Tensor source, int axis, Tensor index, int size);

    /// <summary>y[i][j][k] = x[i][index[i][j][k]][k] for the axis in the middle.</summary>
    Tensor Gather(Tensor x, int axis, Tensor index);

    /// <summary>Adds every element of <paramref name="source"/> to zeros of <paramref name="shape"/>, at its index along the axis, in order.</summary>
    Tensor ScatterAdd(Tensor source, int axis, Tensor index, in Shape shape);

    /// <summary>All states [T + 1, N, P] of a recurrent network in the order of time, then all memories [T + 1, N, H], one after another in a vector.</summary>
    /// <param name="inputs">What the network reads.</param>
    /// <param name="trail">Filled for <see cref="UnrollBack"/>; null where no gradient is wanted.</param>
    Tensor Unroll<TStep>(RecurrentInputs inputs, RecurrentTrail? trail) where TStep : struct, IRecurrentStep<TStep>;

    /// <summary>The gradients of <see cref="Unroll"/>, through time.</summary>
    /// <param name="inputs">What the network read.</param>
    /// <param name="states">What it gave.</param>
    /// <param name="trail">What it left behind.</param>
    /// <param name="dy">The gradient at the states and memories.</param>
    RecurrentGradients UnrollBack<TStep>(RecurrentInputs inputs, Tensor states, RecurrentTrail trail, Tensor dy) where TStep : struct, IRecurrentStep<TStep>;

    /// <summary>target += x, in place, for a target that nobody else looks at.</summary>
    void Accumulate(Tensor target, Tensor x);

    /// <summary>One optimizer step, in place; states are null where the rule has fewer.</summary>
    void Update<TRule>(Tensor parameter, Tensor gradient, Tensor? first, Tensor? second, Tensor? third, ReadOnlySpan<double> constants)
        where TRule : struct, IUpdateRule<TRule>;
}
