import ts from 'typescript';

/** Path of the file that declares them. */
const source = 'src/cli/output/documents.ts';

/** The types of the documents that the command line prints, as the compiler sees them. */
export class DocumentTypes {
  readonly #checker: ts.TypeChecker;
  readonly #file: ts.SourceFile;
  /** Types that are referred to by their names, in the order in which they were first met. */
  readonly #named = new Map<string, ts.Type>();

  /** Objects and unions of objects with a name in `src`. */
  readonly #ownNames: ReadonlyMap<ts.Type, string>;

  constructor() {
    const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as { config: object };
    const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, '.');
    const program = ts.createProgram([source], options);
    this.#checker = program.getTypeChecker();
    this.#file = program.getSourceFile(source)!;
    this.#ownNames = this.#namesIn(program);
  }

  #namesIn(program: ts.Program): Map<ts.Type, string> {
    const isOwn = ({ fileName }: ts.SourceFile) => /(^|\/)src\//.test(fileName) && !fileName.includes('node_modules');
    const declarations = program
      .getSourceFiles()
      .filter(isOwn)
      .flatMap(({ statements }) =>
        statements.filter((each) => ts.isTypeAliasDeclaration(each) || ts.isInterfaceDeclaration(each)),
      )
      .filter(({ typeParameters }) => !typeParameters);
    const types = declarations.map(({ name }) => [this.#checker.getTypeAtLocation(name), name.text] as const);
    return new Map(types.filter(([type]) => isObject(type) || (type.isUnion() && type.types.some(isObject))).reverse());
  }

  /** A type that `documents.ts` exports. */
  exported(name: string): ts.Type {
    const symbols = this.#checker.getExportsOfModule(this.#checker.getSymbolAtLocation(this.#file)!);
    return this.#checker.getDeclaredTypeOfSymbol(symbols.find((symbol) => symbol.name === name)!);
  }

  properties(type: ts.Type): { name: string; type: ts.Type; isOptional: boolean; comment: string }[] {
    const symbols = this.#checker.getPropertiesOfType(type).sort((a, b) => comparePlaces(placeOf(a), placeOf(b)));
    return symbols.map((symbol) => ({
      name: symbol.name,
      type: this.#checker.getTypeOfSymbol(symbol),
      isOptional: (symbol.flags & ts.SymbolFlags.Optional) !== 0,
      comment: ts.displayPartsToString(symbol.getDocumentationComment(this.#checker)),
    }));
  }

  /** What is wrong with a value as one of a type: a line per place. A field that the type does not have is wrong, too. */
  problems(type: ts.Type, value: unknown, path = '$'): string[] {
    if (type.isUnion()) {
      const found = type.types.map((member) => this.problems(member, value, path));
      return found.reduce((least, other) => (other.length < least.length ? other : least));
    }
    const element = this.#elementOf(type);
    if (element) {
      if (!Array.isArray(value)) return [`${path} is no list`];
      return value.flatMap((each, i) => this.problems(element, each, `${path}[${i}]`));
    }
    if (!isObject(type)) return this.#isLiteral(type, value) ? [] : [`${path} is ${JSON.stringify(value)}`];
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path} is no object`];
    return this.#fieldProblems(type, value as Record<string, unknown>, path);
  }

  #fieldProblems(type: ts.Type, value: Readonly<Record<string, unknown>>, path: string): string[] {
    const rest = type.getStringIndexType();
    const properties = this.properties(type);
    const unknown = Object.keys(value).filter((key) => !properties.some(({ name }) => name === key));
    return [
      ...properties.flatMap(({ name, type: inner, isOptional }) => {
        if (value[name] === undefined) return isOptional ? [] : [`${path}.${name} is missing`];
        return this.problems(inner, value[name], `${path}.${name}`);
      }),
      ...unknown.flatMap((key) =>
        rest ? this.problems(rest, value[key], `${path}.${key}`) : [`${path}.${key} is not documented`],
      ),
    ];
  }

  #isLiteral(type: ts.Type, value: unknown): boolean {
    const { flags } = type;
    if (flags & (ts.TypeFlags.Unknown | ts.TypeFlags.Any)) return true;
    if (flags & ts.TypeFlags.Null) return value === null;
    if (type.isStringLiteral() || type.isNumberLiteral()) return value === type.value;
    if (flags & ts.TypeFlags.BooleanLiteral) return String(value) === this.#checker.typeToString(type);
    if (flags & ts.TypeFlags.String) return typeof value === 'string';
    return (flags & ts.TypeFlags.Number) !== 0 && typeof value === 'number';
  }

  #elementOf(type: ts.Type): ts.Type | undefined {
    const isList = this.#checker.isArrayType(type) || this.#checker.isTupleType(type);
    return isList ? type.getNumberIndexType() : undefined;
  }

  /** A type in TypeScript. Types with a name of their own are named: `namedTypes` writes them. */
  text(type: ts.Type): string {
    const element = this.#elementOf(type);
    if (element) return `${element.isUnion() ? `(${this.text(element)})` : this.text(element)}[]`;
    const name = this.#nameOf(type);
    if (name !== undefined) return name;
    return this.definition(type);
  }

  /** A definition on its own, whatever its name. */
  definition(type: ts.Type): string {
    if (type.isUnion()) return this.#unionText(type);
    return isObject(type) ? this.#objectText(type) : this.#checker.typeToString(type);
  }

  /** Objects in the order of their declarations, then values by their letters, then null. */
  #unionText(type: ts.UnionType): string {
    const members = type.types.filter((member) => !(member.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)));
    const place = (member: ts.Type) => placeOf(this.#checker.getPropertiesOfType(member)[0]);
    const objects = members.filter(isObject).sort((a, b) => comparePlaces(place(a), place(b)));
    const values = members.filter((member) => !isObject(member)).map((member) => this.text(member));
    const hasNull = type.types.length > members.length && type.types.some(({ flags }) => flags & ts.TypeFlags.Null);
    const sorted = values.sort().join(' | ').replace('false | true', 'boolean');
    return [...objects.map((member) => this.text(member)), sorted, hasNull ? 'null' : '']
      .filter((text) => text !== '')
      .join(' | ');
  }

  #objectText(type: ts.Type): string {
    const fields = this.properties(type).map(({ name, type: inner, isOptional, comment }) => {
      const key = /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? name : JSON.stringify(name);
      return `${comment === '' ? '' : `/** ${comment} */\n`}${key}${isOptional ? '?' : ''}: ${this.text(inner)};`;
    });
    const rest = type.getStringIndexType();
    return `{\n${[...fields, ...(rest ? [`[name: string]: ${this.text(rest)};`] : [])].join('\n')}\n}`;
  }

  /** The name by which a type of ours is referred to; undefined where it has none, or another type has it already. */
  #nameOf(type: ts.Type): string | undefined {
    const name = this.#ownNames.get(type);
    if (name === undefined || (this.#named.has(name) && this.#named.get(name) !== type)) return undefined;
    this.#named.set(name, type);
    return name;
  }

  /** The definitions of the types that texts so far refer to, those of the types that they refer to in turn included. */
  namedTypes(): string[] {
    const texts = new Map<string, string>();
    while (texts.size < this.#named.size) {
      for (const [name, type] of [...this.#named])
        if (!texts.has(name)) texts.set(name, `type ${name} = ${this.definition(type)}`);
    }
    return [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
  }
}

const isObject = (type: ts.Type) => (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0;

/** Where something is declared: the file of the documents first, then the others by name. The compiler's own order changes with unrelated files. */
type Place = readonly [file: string, offset: number];

function placeOf(symbol: ts.Symbol | undefined): Place {
  const declaration = symbol?.declarations?.[0];
  if (!declaration) return ['', 0];
  const { fileName } = declaration.getSourceFile();
  return [fileName.endsWith(source) ? '' : fileName, declaration.getStart()];
}

function comparePlaces([file, offset]: Place, [otherFile, otherOffset]: Place): number {
  if (file !== otherFile) return file < otherFile ? -1 : 1;
  return offset - otherOffset;
}
