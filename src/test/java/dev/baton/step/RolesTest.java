package dev.baton.step;
