using Serilog.Core;

namespace FileRoutedApi.Host.Logging;

/// <summary>Receives the log of an application that runs in a test, instead of the console.</summary>
internal interface ILogCapture : ILogEventSink;
