object POST(AnnotatedSum pair) => "reached";
object PUT(AnnotatedTime time) => "reached";
object PATCH(AnnotatedSame same) => "reached";
