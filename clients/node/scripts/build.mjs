// Makes dist/: the compiled helpers, the generated modules and the protos as they are.
import { execFileSync } from "node:child_process";
import { cpSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const copy = (from, to) => cpSync(here(from), here(to), { recursive: true });

for (const folder of ["dist", "src/generated"]) rmSync(here(folder), { recursive: true, force: true });
// In src/ for the compiler, which looks for them beside what imports them.
for (const folder of ["src/generated", "dist/generated"]) {
  copy("../../generated/typescript", folder);
  copy("generated", folder);
}
execFileSync(process.execPath, [here("node_modules/typescript/bin/tsc"), "-p", here("tsconfig.json")], {
  stdio: "inherit",
});

// For users of @grpc/grpc-js.
copy("../../protos/holdfast", "dist/protos/holdfast");
copy("../../protos/third_party/google", "dist/protos/google");
copy("protos", "dist/protos");
const { serviceConfig } = await import("../dist/service_config.js");
writeFileSync(here("dist/service_config.json"), `${JSON.stringify(serviceConfig, null, 2)}\n`);
