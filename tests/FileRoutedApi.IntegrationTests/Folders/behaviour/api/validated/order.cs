object POST(AnnotatedOrder order) => "reached";
object PUT(AnnotatedOrder? order) => "reached";
