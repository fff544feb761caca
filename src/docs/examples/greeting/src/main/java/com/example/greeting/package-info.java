/** Somebody's application that talks over STOQ. */
@NullMarked
package com.example.greeting;

import org.jspecify.annotations.NullMarked;
