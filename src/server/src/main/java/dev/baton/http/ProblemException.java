package dev.baton.http;

/** Ends a call with a problem; for what the caller got wrong or must know, never for bugs. */
public class ProblemException extends RuntimeException {

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.kind().uri() + ": " + problem.detail(), null, false, false);
    this.problem = problem;
  }

  public ProblemException(ProblemType kind, String detail) {
    this(Problem.of(kind, detail));
  }

  /** 400: one field is missing or not usable. */
  public static ProblemException badRequest(String field, String fault) {
    String detail = "Field '%s': %s".formatted(field, fault);
    return new ProblemException(Problem.of(ProblemType.INVALID_FIELD, detail).at(field, fault));
  }

  /** Of a kind of its own, naming the parameter at fault like every other. */
  public static ProblemException refused(ProblemType kind, String name, String fault) {
    return new ProblemException(
        Problem.of(kind, "'%s' %s.".formatted(name, fault)).at(name, fault));
  }

  /** 404: the caller named something that does not exist; say where the list of them is. */
  public static ProblemException notFound(String detail) {
    return new ProblemException(ProblemType.NOT_FOUND, detail);
  }

  public Problem problem() {
    return problem;
  }
}
