Html Page() => $"<h1>Hello FileRoutedApi!</h1>";
