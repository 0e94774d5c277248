namespace Nabla.Operations;

/// <summary>The cosines and sines by which the rows of <c>[…, T, D]</c> are turned, and who is whose partner.</summary>
/// <param name="Cosines"><c>[T, D]</c>; 1 for features that stay.</param>
/// <param name="Sines"><c>[T, D]</c>, with the sign that the partner gets; 0 for features that stay.</param>
/// <param name="Partners">The feature that each is paired with, <c>[D]</c>.</param>
internal sealed record RotaryTable(Tensor Cosines, Tensor Sines, Tensor Partners)
{
    public static RotaryTable Create(int rows, int offset, int width, int turned, double theta, bool interleaved, DType type)
    {
        var cosines = new double[(long)rows * width];
        var sines = new double[(long)rows * width];
        var partners = new long[width];
        Array.Fill(cosines, 1);
        for (int d = 0; d < width; d++) partners[d] = d;
        int half = turned / 2;
        for (int pair = 0; pair < half; pair++)
        {
            int a = interleaved ? 2 * pair : pair, b = interleaved ? 2 * pair + 1 : pair + half;
            (partners[a], partners[b]) = (b, a);
            double frequency = Math.Pow(theta, -2.0 * pair / turned);
            for (int row = 0; row < rows; row++)
            {
                (double sine, double cosine) = Math.SinCos((offset + row) * frequency);
                cosines[row * width + a] = cosines[row * width + b] = cosine;
                (sines[row * width + a], sines[row * width + b]) = (-sine, sine);
            }
        }
        Tensor Table(double[] numbers) => StepScope.Keep(Tensor.Wrap(numbers, [rows, width]).Cast(type));
        return new(Table(cosines), Table(sines), Tensor.Wrap(partners, [width]));
    }

    public Tensor Turn(Tensor x) => new Rotary(Cosines, Sines, Partners).Of(x);
}
