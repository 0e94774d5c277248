namespace Nabla.Data;

/// <summary>Whether and where a data set is on this machine.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">The folder with its files, or the file of a text; null if it is embedded in the package or absent.</param>
/// <param name="Train">The number of training items; of a text the lines (names) or characters (shakespeare), as published.</param>
/// <param name="Test">The number of test items, counted likewise.</param>
/// <param name="Present">Whether it can be used now.</param>
public sealed record DatasetLocation(string Name, string? Path, int Train, int Test, bool Present);
