namespace Nabla.Operations;

/// <summary>An equation of <c>Einsum</c>, checked against its operands; an ellipsis has become letters of its own.</summary>
internal sealed record EinsumEquation(IReadOnlyList<string> Inputs, string Output)
{
    const string Ellipsis = "...";

    public static EinsumEquation Parse(string equation, ReadOnlySpan<Tensor> operands)
    {
        string text = equation.Replace(" ", "", StringComparison.Ordinal);
        int arrow = text.IndexOf("->", StringComparison.Ordinal);
        string[] inputs = (arrow < 0 ? text : text[..arrow]).Split(',');
        if (inputs.Length != operands.Length)
            throw new ShapeException($"Einsum: cannot apply '{equation}': it names {inputs.Length} operands, {operands.Length} are given.");
        var sizes = new Dictionary<char, int>();
        int broadcast = 0;
        for (int i = 0; i < inputs.Length; i++) broadcast = Math.Max(broadcast, Hidden(equation, inputs[i], operands[i].Shape, i));
        for (int i = 0; i < inputs.Length; i++) inputs[i] = Spelled(inputs[i], Hidden(equation, inputs[i], operands[i].Shape, i), broadcast);
        for (int i = 0; i < inputs.Length; i++)
            for (int axis = 0; axis < inputs[i].Length; axis++)
            {
                char letter = inputs[i][axis];
                int size = operands[i].Shape[axis];
                if (!sizes.TryAdd(letter, size) && sizes[letter] != size && !(char.IsDigit(letter) && Math.Min(size, sizes[letter]) == 1))
                    throw new ShapeException($"Einsum: cannot apply '{equation}': axis {axis} of operand {i}, {operands[i].Shape}, is '{letter}' of size {sizes[letter]}, but has {size}.", operands[i].Shape);
            }
        string all = string.Concat(inputs);
        string output = arrow < 0
            ? Letters(broadcast, broadcast) + new string([.. all.Where(c => !char.IsDigit(c) && all.Count(o => o == c) == 1).Order()])
            : Spelled(text[(arrow + 2)..], broadcast, broadcast);
        foreach (char letter in output)
            if (!all.Contains(letter, StringComparison.Ordinal) || output.Count(c => c == letter) > 1)
                throw new ShapeException($"Einsum: cannot apply '{equation}': '{letter}' of the result must stand there once and in an operand.");
        return new(inputs, output);
    }

    /// <summary>How many axes an ellipsis stands for.</summary>
    static int Hidden(string equation, string input, in Shape shape, int operand)
    {
        bool open = input.Contains(Ellipsis, StringComparison.Ordinal);
        string letters = input.Replace(Ellipsis, "", StringComparison.Ordinal);
        if (!letters.All(char.IsAsciiLetter)) throw new ShapeException($"Einsum: cannot read '{equation}': axes are letters, operand {operand} is '{input}'.");
        if (open ? letters.Length > shape.Rank : letters.Length != shape.Rank)
            throw new ShapeException($"Einsum: cannot apply '{equation}': operand {operand} is '{input}', {letters.Length} axes, but {shape} has {shape.Rank}.", shape);
        return shape.Rank - letters.Length;
    }

    static string Spelled(string input, int hidden, int broadcast) => input.Replace(Ellipsis, Letters(hidden, broadcast), StringComparison.Ordinal);

    /// <summary>The last of the broadcast axes, as digits, so that they meet from the right.</summary>
    static string Letters(int count, int broadcast) => new([.. Enumerable.Range(broadcast - count, count).Select(i => (char)('0' + i))]);
}
