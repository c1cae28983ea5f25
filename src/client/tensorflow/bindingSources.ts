// The two sources that are compiled in addition to those of the native package. They keep TensorFlow's log from the terminal, which it
// writes to whatever TF_CPP_MIN_LOG_LEVEL says, first while its libraries are loaded.

/** The name of the library that has the package's own binding. */
export const bindingLibrary = 'libtfjs_binding.so';

/** What Node loads: it loads the binding with standard error switched off, and becomes the binding. */
export const loaderSource = `
#include <dlfcn.h>
#include <fcntl.h>
#include <node_api.h>
#include <unistd.h>

NAPI_MODULE_INIT() {
  const int saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  dup2(nowhere, STDERR_FILENO);
  void* binding = dlopen("${bindingLibrary}", RTLD_LAZY);
  dup2(saved, STDERR_FILENO);
  close(nowhere);
  close(saved);
  using Init = napi_value (*)(napi_env, napi_value);
  const auto init = binding ? reinterpret_cast<Init>(dlsym(binding, "napi_register_module_v1")) : nullptr;
  if (init) return init(env, exports);
  napi_throw_error(env, nullptr, dlerror());
  return nullptr;
}
`;

/** Linked into the binding: once that is loaded, only what ends the process is logged. */
export const quietSource = `
#include "absl/log/globals.h"

static const bool isQuiet = (absl::SetMinLogLevel(absl::LogSeverityAtLeast::kFatal), true);
`;
