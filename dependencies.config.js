/**
 * The import rules that `npm run lint` checks with dependency-cruiser; see "Layout" in README.md. Imports of types count.
 * A name later in a list may import the names before it, never the other way round.
 */
const floors = {
  common: [],
  engine: ['common'],
  core: ['common', 'engine'],
  protocol: ['common', 'engine', 'core'],
  compute: ['common', 'engine', 'core', 'protocol'],
  client: ['common', 'engine', 'core', 'protocol'],
  cli: ['common', 'engine', 'core', 'client'],
  extension: ['common', 'engine', 'core', 'protocol', 'client'],
};
const coreLayers = [
  ['experiment'],
  ['dataset', 'model'],
  ['evaluation'],
  ['runs'],
  ['training', 'verification', 'comparison', 'report', 'bundle', 'export', 'sweep'],
  ['workflow'],
];

const either = (names) => `(${names.join('|')})`;

const betweenFloors = Object.entries(floors).map(([floor, allowed]) => ({
  name: `${floor}-imports`,
  comment: `src/${floor} imports ${allowed.length ? allowed.join(', ') : 'nothing else of src'}`,
  severity: 'error',
  from: { path: `^src/${floor}/` },
  to: { path: '^src/', pathNot: `^src/${either([floor, ...allowed])}/` },
}));

const betweenLayers = coreLayers.flatMap((layer, i) => {
  const below = coreLayers.slice(0, i).flat();
  return layer.map((folder) => ({
    name: `core-${folder}-imports`,
    comment: `src/core/${folder} imports of core only ${below.length ? below.join(', ') : 'itself'}`,
    severity: 'error',
    from: { path: `^src/core/${folder}/` },
    to: { path: '^src/core/', pathNot: `^src/core/${either([folder, ...below])}/` },
  }));
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-cycle', comment: 'imports form no cycle', severity: 'error', from: {}, to: { circular: true } },
    ...betweenFloors,
    ...betweenLayers,
    {
      name: 'core-folder-is-listed',
      comment: 'every folder of src/core has its layer in dependencies.config.js',
      severity: 'error',
      from: { path: '^src/core/', pathNot: `^src/core/${either(coreLayers.flat())}/` },
      to: {},
    },
    {
      name: 'core-is-given-its-device',
      comment: 'core imports the contract of a device, never a device',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { path: '^src/engine/(tensorflow/|wasm/|webgpu/|openDevice)' },
    },
    {
      name: 'webview-imports',
      comment: 'a panel imports src/protocol and the formatting of src/common',
      severity: 'error',
      from: { path: '^webview/' },
      to: { path: '^src/', pathNot: '^src/(protocol/|common/format)' },
    },
    {
      name: 'vscode-in-extension',
      comment: 'only src/extension imports vscode',
      severity: 'error',
      from: { path: '^(src|webview)/', pathNot: '^src/extension/' },
      to: { path: '^vscode$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/engine/wasm/kernels/' },
  },
};
