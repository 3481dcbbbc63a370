import * as engine from '@stuntdouble/engine';

console.log('stunt', Object.keys(engine).length);
