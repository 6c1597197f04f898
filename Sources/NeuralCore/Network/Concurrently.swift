import CKernels

/// Runs `body` for 0 ..< count on threads that stay, 0 on this one, and returns when all are done. While another caller
/// uses them, the calls follow each other. No result may depend on which happens.
func concurrently(_ count: Int, _ body: (Int) -> Void) {
  guard count > 1 else { return body(0) }
  withoutActuallyEscaping(body) { body in
    withUnsafePointer(to: Work(body: body)) { work in
      poolRun(
        count, { $0?.load(as: Work.self).body($1) }, UnsafeMutableRawPointer(mutating: work))
    }
  }
}

private struct Work {
  let body: (Int) -> Void
}
