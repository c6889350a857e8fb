import type { HostFunction, Vm } from '../vm.js';

/** Makes a table of functions and texts, and leaves it on the stack. */
export function pushLibrary(vm: Vm, members: Readonly<Record<string, HostFunction | string>>): void {
  vm.api.lua_createtable(vm.L, 0, 0);
  for (const [name, member] of Object.entries(members)) {
    if (typeof member === 'string') vm.pushString(vm.L, member);
    else vm.pushFunction(member);
    vm.setField(vm.L, -2, name);
  }
}
