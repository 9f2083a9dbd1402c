/// <summary>A page of <typeparamref name="T"/>.</summary>
/// <param name="Rows">What is on it.</param>
/// <param name="Total">How many there are in all.</param>
record Page<T>(List<T> Rows, int Total);
