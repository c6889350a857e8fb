import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

export const ROOT = join(import.meta.dirname, '..', '..', '..');

export interface Import {
  /** Relative to the root for a file of ours, as written for a package. */
  readonly target: string;
  readonly isOurs: boolean;
  /** Erased by the compiler: no cycle at run time can come of it. */
  readonly typeOnly: boolean;
  /** Names taken; `*`: all of them. */
  readonly names: readonly string[];
}

/** One TypeScript file, read and parsed. */
export interface SourceFile {
  /** Relative to the root, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
}

/** All .ts files below a folder, declarations and generated code left out. */
export function readSources(folder: string): SourceFile[] {
  return filesBelow(folder)
    .filter(path => /\.ts$/.test(path) && !/\.d\.ts$/.test(path))
    .map(path => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
      return { path, text, tree, imports: importsOf(path, tree) };
    });
}

/** Paths relative to the root. */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
}

function importsOf(path: string, tree: ts.SourceFile): Import[] {
  const imports: Import[] = [];
  const add = (specifier: ts.Expression, typeOnly: boolean, names: string[]): void => {
    if (!ts.isStringLiteral(specifier)) return;
    const isOurs = specifier.text.startsWith('.');
    const target = isOurs ? join(dirname(path), specifier.text.replace(/\.js$/, '.ts')) : specifier.text;
    imports.push({ target, isOurs, typeOnly, names });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const { importClause: clause } = node;
      add(node.moduleSpecifier, isErased(clause), importedNames(clause));
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
      const { exportClause: clause } = node;
      const names = clause !== undefined && ts.isNamedExports(clause) ? clause.elements.map(nameOf) : ['*'];
      add(node.moduleSpecifier, node.isTypeOnly, names);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments;
      if (specifier !== undefined) add(specifier, false, ['*']);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return imports;
}

function isErased(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { namedBindings: bindings } = clause;
  if (clause.name !== undefined || bindings === undefined || !ts.isNamedImports(bindings)) return false;
  return bindings.elements.every(element => element.isTypeOnly);
}

function importedNames(clause: ts.ImportClause | undefined): string[] {
  const bindings = clause?.namedBindings;
  if (bindings !== undefined && ts.isNamespaceImport(bindings)) return ['*'];
  const names = bindings === undefined ? [] : bindings.elements.map(nameOf);
  return clause?.name === undefined ? names : ['default', ...names];
}

/** The name in the other file. */
function nameOf(element: ts.ImportSpecifier | ts.ExportSpecifier): string {
  return (element.propertyName ?? element.name).text;
}

/** Names that a file exports by its own declarations. */
export function exportedNames({ tree }: SourceFile): string[] {
  return tree.statements.flatMap(statement => {
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.map(({ name }) => name.getText());
    }
    const { name } = statement as ts.DeclarationStatement;
    return name === undefined ? [] : [name.getText()];
  });
}

export interface FunctionSize {
  readonly name: string;
  readonly lines: number;
}

/** Functions and methods with bodies, but for those that are made of `describe` and `it`. */
export function functionSizes({ tree }: SourceFile): FunctionSize[] {
  const sizes: FunctionSize[] = [];
  const line = (position: number): number => tree.getLineAndCharacterOfPosition(position).line;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined && !isTestBody(node)) {
      const name = 'name' in node && node.name !== undefined ? node.name.getText() : '(anonymous)';
      if (!name.startsWith('describe'))
        sizes.push({ name, lines: line(node.getEnd()) - line(node.getStart()) + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return sizes;
}

function isTestBody(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && /^(?:describe|suite)$/.test(node.parent.expression.getText());
}

/** Identifiers and keywords, with what stands before their dot: `Date.now`, `process.`, `await`. Comments are not read. */
export function wordsUsed({ tree }: SourceFile): { word: string; line: number }[] {
  const words: { word: string; line: number }[] = [];
  const visit = (node: ts.Node): void => {
    const at = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    if (ts.isPropertyAccessExpression(node)) words.push({ word: node.getText(), line: at });
    else if (ts.isNewExpression(node)) words.push({ word: `new ${node.expression.getText()}`, line: at });
    else if (ts.isIdentifier(node)) words.push({ word: node.text, line: at });
    else if (ts.isAwaitExpression(node)) words.push({ word: 'await', line: at });
    else if (node.kind === ts.SyntaxKind.AsyncKeyword) words.push({ word: 'async', line: at });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return words;
}
